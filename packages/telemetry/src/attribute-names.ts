/** Names of the span attributes that our own code sets. */
export const attributeNames = Object.freeze({
  caller: 'nencho.caller',
  errorCode: 'nencho.error_code',
  errorId: 'nencho.error_id',
} as const);

/**
 * Every span attribute that may leave the process. Addresses, paths, queries, user agents, message keys, query texts
 * and messages of errors are not among them: `url.query` alone would carry the code of a sign-in.
 */
export const exportedAttributes: ReadonlySet<string> = new Set([
  ...Object.values(attributeNames),
  'error.type',
  'exception.type',
  'http.request.method',
  'http.response.status_code',
  'http.route',
  'url.scheme',
  'network.protocol.version',
  'express.type',
  'rpc.system',
  'rpc.service',
  'rpc.method',
  'rpc.grpc.status_code',
  'db.system.name',
  'db.namespace',
  'db.collection.name',
  'db.operation.name',
  'messaging.system',
  'messaging.destination.name',
  'messaging.destination.partition.id',
  'messaging.operation.name',
  'messaging.operation.type',
  'messaging.batch.message_count',
  'messaging.kafka.offset',
]);
