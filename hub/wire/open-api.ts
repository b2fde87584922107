import { z } from 'zod';
import { syncEndpoints } from '../../domain/sync/endpoints.ts';
import { type SyncRefusalCode, syncRefusals } from '../../domain/sync/refusals.ts';

type Json = Record<string, unknown>;

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
};
const content = (schema: z.ZodType, io: 'input' | 'output') => ({
  'application/json': { schema: schemaOf(schema, io) },
});

/** Refusals of one status are one answer, told apart by `error`. */
function refusalAnswers(codes: readonly SyncRefusalCode[]): Json {
  const byStatus = new Map<number, SyncRefusalCode[]>();
  for (const code of codes) {
    const { status } = syncRefusals[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => {
      const schemas = of.map((code) => schemaOf(syncRefusals[code].body, 'output'));
      const schema = schemas.length === 1 ? schemas[0] : { oneOf: schemas };
      return [String(status), { description: of.join(', '), content: { 'application/json': { schema } } }];
    }),
  );
}

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: place,
    required: true,
    schema: schemaOf(field as z.ZodType, 'input'),
  }));
}

let made: Json | null = null;

/** The protocol as an OpenAPI document, made of the schemas that the hub reads by. */
export function openApi(): Json {
  if (made !== null) return made;
  const paths: Record<string, Json> = {};
  for (const [name, endpoint] of Object.entries(syncEndpoints)) {
    const { method, path, what, signed, answer, refusals } = endpoint;
    const parameters = [
      ...parametersOf('params' in endpoint ? endpoint.params : undefined, 'path'),
      ...parametersOf('query' in endpoint ? endpoint.query : undefined, 'query'),
    ];
    paths[path] ??= {};
    paths[path][method.toLowerCase()] = {
      operationId: name,
      description: what,
      security: signed ? [{ hut: [] }] : [],
      ...(parameters.length > 0 ? { parameters } : {}),
      ...('body' in endpoint
        ? { requestBody: { required: true, content: content(endpoint.body, 'input') } }
        : {}),
      responses: {
        '200': { description: 'Done.', content: content(answer, 'output') },
        ...refusalAnswers(refusals),
      },
    };
  }
  made = {
    openapi: '3.1.0',
    info: {
      title: 'Xiaowu hub',
      version: '1',
      description:
        'Between a hut and the hub. Bodies may be gzipped. `hut`: HTTP Message Signatures (RFC 9421), Ed25519, over @method, @authority, @path, @query and content-digest, with created, nonce, keyid and alg, labelled `hut`; see domain/sync/signature.ts.',
    },
    paths,
    components: { securitySchemes: { hut: { type: 'apiKey', in: 'header', name: 'Signature' } } },
  };
  return made;
}
