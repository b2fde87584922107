import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { LogKind } from '../domain/log-line.ts';
import { hubLogCatalogue } from '../hub/log-catalogue.ts';
import { logCatalogue } from '../hut/log-catalogue.ts';

const page = (name: string): string => fileURLToPath(new URL(`../docs/${name}`, import.meta.url));

/** A field as one word: its type, with `?` where it may be missing. */
function fieldWord(name: string, schema: z.ZodType): string {
  const json = z.toJSONSchema(schema);
  const type = json.enum?.join(' \\| ') ?? json.anyOf?.map((each) => each.type).join(' \\| ') ?? json.type;
  return `\`${name}${schema.safeParse(undefined).success ? '?' : ''}\` ${String(type)}`;
}

function tableOf(catalogue: Readonly<Record<string, unknown>>): string {
  const rows = Object.entries(catalogue).map(([name, kind]) => {
    const { level, means, act, fields } = kind as LogKind<z.ZodRawShape>;
    const given = Object.entries(fields.shape).map(([field, schema]) =>
      fieldWord(field, schema as z.ZodType),
    );
    return `| \`${name}\` | ${level} | ${given.join(', ')} | ${means} | ${act} |`;
  });
  return `| what | level | fields | means | do |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

const command = '`node scripts/run.mjs scripts/log-docs.ts`; a test finds it stale';

/** The pages of both logs: where each is kept, and what it says by its catalogue. */
export const logPages: readonly { file: string; text: () => string; catalogue: object }[] = [
  {
    file: page('log.md'),
    catalogue: logCatalogue,
    text: () => `# The log

Made from \`hut/log-catalogue.ts\` by ${command}.

The hut writes one JSON object a line to stderr and to \`log/hut.log\` in the data directory: \`at\` (wall time, which may
be wrong), \`what\` (a name of the table) and its fields. \`hut.log.1\` is the file before, and so on; old ones go by
themselves. No line names a person.

${tableOf(logCatalogue)}`,
  },
  {
    file: page('hub-log.md'),
    catalogue: hubLogCatalogue,
    text: () => `# The hub's log

Made from \`hub/log-catalogue.ts\` by ${command}.

The hub writes one JSON object a line to stderr: \`at\`, \`level\`, \`what\` (a name of the table) and its fields. No line
names a person but by reference, as in the id of a case; what comes from outside is made plain first, but for what an
\`error\` quotes.

${tableOf(hubLogCatalogue)}`,
  },
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { file, text } of logPages) writeFileSync(file, text());
}
