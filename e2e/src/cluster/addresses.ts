/** Two private network namespaces: the node, and the network outside the cluster in which the servers answer. */
export const namespaces = { node: 'nencho-node', outside: 'nencho-outside' } as const;

export const addresses = {
  outside: '10.77.0.1',
  node: '10.77.0.2',
  prefixLength: 24,
  pods: '10.78.0.0/24',
  services: '10.79.0.0/16',
  /** The first of `services`: `kubernetes.default`. */
  apiService: '10.79.0.1',
  dns: '10.79.0.10',
} as const;

export const nodeName = 'node1';
