import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type LogKind, logCatalogue } from '../hut/log-catalogue.ts';

/** Where the page is kept. */
export const logPage = fileURLToPath(new URL('../docs/log.md', import.meta.url));

/** A field as one word: its type, with `?` where it may be missing. */
function fieldWord(name: string, schema: z.ZodType): string {
  const json = z.toJSONSchema(schema);
  const type = json.enum?.join(' \\| ') ?? json.anyOf?.map((each) => each.type).join(' \\| ') ?? json.type;
  return `\`${name}${schema.safeParse(undefined).success ? '?' : ''}\` ${String(type)}`;
}

/** `docs/log.md`, from the catalogue. */
export function logDocs(): string {
  const rows = Object.entries(logCatalogue).map(([name, kind]) => {
    const { level, means, act, fields } = kind as LogKind<z.ZodRawShape>;
    const given = Object.entries(fields.shape).map(([field, schema]) =>
      fieldWord(field, schema as z.ZodType),
    );
    return `| \`${name}\` | ${level} | ${given.join(', ')} | ${means} | ${act} |`;
  });
  return `# The log

Made from \`hut/log-catalogue.ts\` by \`node scripts/log-docs.ts\`; a test finds it stale.

The hut writes one JSON object a line to stderr and to \`log/hut.log\` in the data directory: \`at\` (wall time, which may
be wrong), \`what\` (a name of the table) and its fields. \`hut.log.1\` is the file before, and so on; old ones go by
themselves. No line names a person.

| what | level | fields | means | do |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(logPage, logDocs());
