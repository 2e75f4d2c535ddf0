import { type RequestHandler } from 'express';
import { z } from 'zod';
import { type Route } from './route.js';

type Json = Readonly<Record<string, unknown>>;

const schemaOf = (schema: z.ZodType): Json => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

const answerSchemaOf = (schema: z.ZodType): Json => z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' });

const parametersOf = (schema: z.ZodType, place: 'path' | 'query'): readonly Json[] => {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
};

const header = (name: string, description: string): Json => ({
  ...{ name, in: 'header', required: true, description },
  schema: { type: 'string' },
});

const bodyOf = (route: Route): Json => {
  if (route.takes !== undefined) {
    return { requestBody: { required: true, content: { [route.takes]: { schema: { type: 'string' } } } } };
  }
  const schema = route.body === undefined ? {} : schemaOf(route.body);
  const isEmpty = Object.keys((schema['properties'] as object | undefined) ?? {}).length === 0;
  return isEmpty ? {} : { requestBody: { required: true, content: { 'application/json': { schema } } } };
};

const operationOf = (route: Route): Json => {
  const isWrite = route.method !== 'get';
  const type = route.gives ?? 'application/json';
  const schema = route.answer === undefined ? {} : { schema: answerSchemaOf(route.answer) };
  const content = route.success === 204 ? {} : { content: { [type]: schema } };
  const problem = {
    description: 'Problem',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  const security = { public: [], session: [{ session: [] }], tenant: [{ session: [] }], operator: [{ operator: [] }] };
  return {
    summary: route.summary,
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
      ...(route.keyed ? [header('Idempotency-Key', 'The same for every repeat of one act')] : []),
      ...(isWrite && (route.access === 'tenant' || route.access === 'session')
        ? [header('X-Nencho-Csrf', 'csrfToken of GET /api/v1/session')]
        : []),
    ],
    ...bodyOf(route),
    responses: { [route.success]: { description: 'Done', ...content }, default: problem },
    security: security[route.access],
  };
};

const problemSchema = schemaOf(
  z.object({
    type: z.string(),
    title: z.string(),
    detail: z.string(),
    status: z.int(),
    code: z.string(),
    reason: z.string().optional(),
    violations: z.array(
      z.object({ path: z.string(), rule: z.string(), params: z.record(z.string(), z.string()).optional() }),
    ),
    errorId: z.string(),
  }),
);

/** OpenAPI 3.1 of the routes, made of the schemas that check the requests. */
export const openApiDocument = (routes: readonly Route[]): Json => {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Nencho', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-nencho' },
        operator: { type: 'http', scheme: 'bearer' },
      },
    },
  };
};

export const openApiRoute = (routes: readonly Route[]): RequestHandler => {
  const document = openApiDocument(routes);
  return (_request, response) => {
    response.json(document);
  };
};
