// How far this machine lets the suites of the chart go: 0 lint and rules, 1 schemas, 2 a real API server.

/** globalSetup and the suites run in different realms; the environment is what they share. */
const layerVariable = 'NENCHO_CHART_LAYER';
const kubeconfigVariable = 'NENCHO_CHART_KUBECONFIG';

export const reach = ({ layer, kubeconfig = '' }: { readonly layer: number; readonly kubeconfig?: string }): void => {
  process.env[layerVariable] = String(layer);
  process.env[kubeconfigVariable] = kubeconfig;
};

export const adminKubeconfig = (): string => process.env[kubeconfigVariable] ?? '';

export const layerReached = (): number => Number(process.env[layerVariable] ?? 0);
