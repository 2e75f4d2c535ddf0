// What every rendered manifest must say; a function returns one sentence a breach.

const nameLabel = 'app.kubernetes.io/name';

/** Restricted pods: no root, nothing writable but /tmp, no capabilities, no token, limits and probes. */
export const podComplaints = (manifests) =>
  manifests
    .filter(({ kind }) => kind === 'Deployment')
    .flatMap(({ metadata, spec: { template } }) => {
      const { spec } = template;
      const containers = [...spec.containers, ...(spec.initContainers ?? [])];
      const rules = {
        'runs as a user of 10000 or above':
          spec.securityContext?.runAsNonRoot === true && spec.securityContext.runAsUser >= 10000,
        'has the RuntimeDefault seccomp profile': spec.securityContext?.seccompProfile?.type === 'RuntimeDefault',
        'mounts no service account token': spec.automountServiceAccountToken === false,
        'has a service account of its own': spec.serviceAccountName === metadata.name,
        'shares nothing with the host':
          spec.hostNetwork !== true && !(spec.volumes ?? []).some((volume) => 'hostPath' in volume),
        'bounds its temporary space': (spec.volumes ?? []).every(
          ({ emptyDir }) => emptyDir === undefined || emptyDir.sizeLimit !== undefined,
        ),
        'drops every capability': containers.every(
          ({ securityContext }) => securityContext?.capabilities?.drop?.join() === 'ALL',
        ),
        'forbids privilege escalation': containers.every(
          ({ securityContext }) => securityContext?.allowPrivilegeEscalation === false,
        ),
        'has a read-only root': containers.every(
          ({ securityContext }) => securityContext?.readOnlyRootFilesystem === true,
        ),
        'asks for cpu and memory and limits memory': containers.every(
          ({ resources }) => resources?.requests?.cpu && resources?.requests?.memory && resources?.limits?.memory,
        ),
        'has probes': spec.containers.every(
          ({ startupProbe, livenessProbe, readinessProbe }) => startupProbe && livenessProbe && readinessProbe,
        ),
        'names an image other than latest': containers.every(
          ({ image }) => /:[^:/]+$/.test(image) && !image.endsWith(':latest'),
        ),
      };
      return Object.entries(rules)
        .filter(([, holds]) => !holds)
        .map(([rule]) => `Deployment ${metadata.name}: not true that it ${rule}`);
    });

const serviceOf = (selector) => selector?.podSelector?.matchLabels?.[nameLabel];

const flowsOf = (manifests) =>
  manifests
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .flatMap(({ spec }) => {
      const self = spec.podSelector.matchLabels?.[nameLabel];
      const ports = (rule) => (rule.ports ?? [{ port: 'any' }]).map(({ port }) => port);
      const ingress = (spec.ingress ?? []).flatMap((rule) =>
        rule.from.flatMap((peer) => ports(rule).map((port) => `in ${serviceOf(peer) ?? 'ingress'} > ${self}:${port}`)),
      );
      const egress = (spec.egress ?? []).flatMap((rule) =>
        rule.to.flatMap((peer) =>
          ports(rule).map((port) => `out ${self} > ${serviceOf(peer) ?? (peer.ipBlock ? 'external' : 'dns')}:${port}`),
        ),
      );
      return [...ingress, ...egress];
    });

/** The policies allow the edges and nothing else, in both directions, and deny the rest. */
export const edgeComplaints = (manifests, edges, release) => {
  const services = manifests
    .filter(({ kind }) => kind === 'Deployment')
    .map(({ spec }) => spec.selector.matchLabels[nameLabel]);
  const flows = flowsOf(manifests).filter((flow) => !flow.includes(' > dns:53') && !flow.includes(' > external:'));
  const expected = edges
    .filter(({ to }) => to !== undefined)
    .flatMap(({ from, to, port }) => [
      `in ${from} > ${to}:${port}`,
      ...(from === 'ingress' ? [] : [`out ${from} > ${to}:${port}`]),
    ]);
  const missing = expected.filter((flow) => !flows.includes(flow)).map((flow) => `edge without a policy: ${flow}`);
  const extra = flows.filter((flow) => !expected.includes(flow)).map((flow) => `policy without an edge: ${flow}`);
  const external = (service) =>
    flowsOf(manifests).filter((flow) => flow.startsWith(`out ${service} > external:`)).length;
  const externalWrong = services
    .filter(
      (service) =>
        external(service) !== edges.filter((edge) => edge.from === service && edge.external !== undefined).length,
    )
    .map((service) => `${service}: its ways out of the release are not those of edges.yaml`);
  const denied = manifests.some(
    ({ kind, metadata, spec }) =>
      kind === 'NetworkPolicy' &&
      metadata.name === `${release}-deny-all` &&
      Object.keys(spec.podSelector).length === 0 &&
      spec.policyTypes.length === 2 &&
      !spec.ingress &&
      !spec.egress,
  );
  return [...missing, ...extra, ...externalWrong, ...(denied ? [] : ['no policy denies everything else'])];
};
