// Manifests as far as the checks look into them.

export type Labels = Readonly<Record<string, string>>;

export type Manifest = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Labels;
    readonly annotations?: Labels;
  };
};

type SecurityContext = {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seccompProfile?: { readonly type: string };
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly capabilities?: { readonly drop?: readonly string[] };
};

type VolumeMount = {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly readOnly?: boolean;
};

export type Container = {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly volumeMounts?: readonly VolumeMount[];
  readonly resources?: { readonly requests?: Labels; readonly limits?: Labels };
  readonly securityContext?: SecurityContext;
  readonly lifecycle?: { readonly preStop?: { readonly sleep?: { readonly seconds: number } } };
  readonly startupProbe?: object;
  readonly livenessProbe?: object;
  readonly readinessProbe?: object;
};

export type PodSpec = {
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly hostNetwork?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly securityContext?: SecurityContext;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly (object & {
    readonly name: string;
    readonly emptyDir?: { readonly sizeLimit?: string };
    readonly configMap?: { readonly name: string };
    readonly persistentVolumeClaim?: { readonly claimName: string };
  })[];
  readonly topologySpreadConstraints?: readonly {
    readonly topologyKey: string;
    readonly whenUnsatisfiable: string;
  }[];
};

export type PodTemplate = {
  readonly metadata?: { readonly labels?: Labels; readonly annotations?: Labels };
  readonly spec: PodSpec;
};

export type Deployment = Manifest & {
  readonly spec: {
    readonly replicas?: number;
    readonly selector: { readonly matchLabels: Labels };
    readonly strategy?: { readonly rollingUpdate?: { readonly maxSurge?: number; readonly maxUnavailable?: number } };
    readonly template: PodTemplate;
  };
};

type Selector = { readonly matchLabels?: Labels };
type Peer = {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string };
};
type NetworkPort = { readonly protocol?: string; readonly port?: number };
export type NetworkRule = {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly NetworkPort[];
};

export type NetworkPolicy = Manifest & {
  readonly spec: {
    readonly podSelector: Selector;
    readonly policyTypes: readonly string[];
    readonly ingress?: readonly NetworkRule[];
    readonly egress?: readonly NetworkRule[];
  };
};

export type DisruptionBudget = Manifest & {
  readonly spec: {
    readonly minAvailable?: number | string;
    readonly maxUnavailable?: number | string;
    readonly selector: Selector;
  };
};

export type Autoscaler = Manifest & {
  readonly spec: {
    readonly minReplicas: number;
    readonly maxReplicas: number;
    readonly scaleTargetRef: { readonly name: string };
  };
};

type Kinds = {
  readonly Deployment: Deployment;
  readonly NetworkPolicy: NetworkPolicy;
  readonly PodDisruptionBudget: DisruptionBudget;
  readonly HorizontalPodAutoscaler: Autoscaler;
  readonly Pod: Manifest & { readonly spec: PodSpec };
};

export const ofKind = <K extends keyof Kinds>(manifests: readonly Manifest[], kind: K): readonly Kinds[K][] =>
  manifests.filter((manifest): manifest is Kinds[K] => manifest.kind === kind);

/** `helm test` and its like: there only while it runs. */
export const isHook = ({ metadata }: Manifest): boolean => metadata.annotations?.['helm.sh/hook'] !== undefined;

export const serviceOf = (labels: Labels | undefined): string => labels?.['app.kubernetes.io/name'] ?? '';
