const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}:\d{1,5}$/;
const hostAndPort = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?:\d{1,5}$/i;

/**
 * `host:port[,host:port…]` as grpc-js wants it: one name is resolved to all its addresses (a headless Service), a list
 * must be of IPv4 addresses (`localhost` counts as one). Undefined for anything else.
 */
export const toGrpcTarget = (value: string): string | undefined => {
  const items = value.split(',').map((item) => item.trim().replace(/^localhost:/, '127.0.0.1:'));
  if (items.every((item) => ipv4.test(item))) {
    return `ipv4:${items.join(',')}`;
  }
  const [only] = items;
  return items.length === 1 && only !== undefined && hostAndPort.test(only) ? `dns:///${only}` : undefined;
};
