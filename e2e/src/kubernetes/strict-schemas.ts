// Strict JSON schemas, as kubeconform reads them, from the OpenAPI document of a version of Kubernetes.

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const intOrString: JsonObject = { oneOf: [{ type: 'string' }, { type: 'integer' }] };
const quantity: JsonObject = { oneOf: [{ type: 'string' }, { type: 'number' }] };

/** An optional field may be null, as the API server takes it. */
const nullable = (property: Json): Json =>
  isObject(property) && typeof property['type'] === 'string'
    ? { ...property, type: [property['type'], 'null'] }
    : property;

const strictProperties = (properties: JsonObject, required: readonly Json[]): JsonObject =>
  Object.fromEntries(
    Object.entries(properties).map(([name, property]) => {
      const strict = strictly(property);
      return [name, required.includes(name) ? strict : nullable(strict)];
    }),
  );

/** No field that the schema does not know. */
const strictly = (node: Json): Json => {
  if (Array.isArray(node)) {
    return node.map((item: Json) => strictly(item));
  }
  if (!isObject(node)) {
    return node;
  }
  if (node['x-kubernetes-int-or-string'] === true || node['format'] === 'int-or-string') {
    return intOrString;
  }
  const { properties, ...rest } = node;
  const plain = Object.entries(rest)
    .filter(([key]) => !key.startsWith('x-kubernetes'))
    .map(([key, value]): [string, Json] => [key, strictly(value)]);
  if (!isObject(properties)) {
    return Object.fromEntries(plain);
  }
  const required = Array.isArray(node['required']) ? (node['required'] as readonly Json[]) : [];
  return {
    additionalProperties: false,
    ...Object.fromEntries(plain),
    properties: strictProperties(properties, required),
  };
};

/** Follows references; one that leads back into itself becomes "anything". */
const inline = (node: Json, definitions: JsonObject, seen: readonly string[]): Json => {
  if (Array.isArray(node)) {
    return node.map((item: Json) => inline(item, definitions, seen));
  }
  if (!isObject(node)) {
    return node;
  }
  const reference = node['$ref'];
  if (typeof reference === 'string') {
    const name = reference.split('/').at(-1) ?? '';
    return seen.includes(name) ? {} : inline(definitions[name] ?? {}, definitions, [...seen, name]);
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, inline(value, definitions, seen)]));
};

const strictDefinition = (name: string, definition: Json): Json => {
  if (name.endsWith('.Quantity')) return quantity;
  return name.endsWith('.IntOrString') ? intOrString : strictly(definition);
};

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const withKind = (schema: Json, kind: string): Json =>
  isObject(schema) && isObject(schema['properties']) && 'kind' in schema['properties']
    ? { ...schema, properties: { ...schema['properties'], kind: { type: 'string', enum: [kind] } } }
    : schema;

/** File name as kubeconform asks for it (`deployment-apps-v1.json`) → schema, for every kind of the API. */
export const strictSchemas = (swagger: unknown): ReadonlyMap<string, Json> => {
  const given = isObject(swagger) && isObject(swagger['definitions']) ? swagger['definitions'] : {};
  const definitions = Object.fromEntries(
    Object.entries(given).map(([name, definition]) => [name, strictDefinition(name, definition)]),
  );
  const schemas = new Map<string, Json>();
  for (const [name, definition] of Object.entries(given)) {
    const kinds = isObject(definition) ? definition['x-kubernetes-group-version-kind'] : undefined;
    if (!Array.isArray(kinds) || kinds.length !== 1 || !isObject(kinds[0])) continue; // shared ones such as ListOptions
    const [group, version, kind] = ['group', 'version', 'kind'].map((key) => text((kinds[0] as JsonObject)[key]));
    const suffix = [group?.split('.')[0], version].filter((part) => part !== undefined && part !== '').join('-');
    const schema = inline(definitions[name] ?? {}, definitions, [name]);
    schemas.set(`${(kind ?? '').toLowerCase()}-${suffix}.json`, withKind(schema, kind ?? ''));
  }
  return schemas;
};
