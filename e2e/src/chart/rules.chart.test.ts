// The checks of the other suites, themselves checked: each breach must be named.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { allowedFlows, deniesTheRest } from './network-edges.js';
import { podComplaints } from './pod-rules.js';
import { manifestsOf, template } from './release.js';

let text: string;
beforeAll(async () => {
  text = (await template('standard')).stdout;
});

/** The release with one word changed; a change that finds nothing would prove nothing. */
const changed = (from: RegExp, to: string) => {
  const broken = text.replace(from, to);
  expect(broken).not.toBe(text);
  return manifestsOf(broken);
};

describe('a pod that breaks a rule is named with it', () => {
  const breaches: readonly (readonly [string, RegExp, string])[] = [
    ['runs as a user of 10000 or above', /runAsUser: 10001/, 'runAsUser: 0'],
    ['has the RuntimeDefault seccomp profile', /type: RuntimeDefault/, 'type: Unconfined'],
    ['mounts no service account token', /(serviceAccountName.*\n +automount\w+: )false/, '$1true'],
    ['has a service account of its own', /serviceAccountName: season-\w+/, 'serviceAccountName: default'],
    ['shares nothing with the host', /emptyDir: \{ sizeLimit: 64Mi \}/, 'hostPath: { path: / }'],
    ['bounds its temporary space', /emptyDir: \{ sizeLimit: 64Mi \}/, 'emptyDir: {}'],
    ['says what data it sees', /\n +data-class: personal/, ''],
    [
      'reads public keys that no pod can write',
      /(mountPath: \/run\/keys\/verification), readOnly: true/,
      '$1, readOnly: false',
    ],
    [
      'reads public keys that no pod can write',
      /configMap: \{ name: season-verification-keys/,
      'secret: { secretName: x',
    ],
    ['reads public keys that no pod can write', /value: \/run\/keys\/verification \}/, 'value: /run/keys/pseudonyms }'],
    ['writes nothing that another pod trusts', /(mountPath: )\/run\/keys\/pseudonyms/, '$1/run/keys'],
    ['drops every capability', /drop: \[ALL\]/, 'drop: [all]'],
    ['forbids privilege escalation', /allowPrivilegeEscalation: false/, 'allowPrivilegeEscalation: true'],
    ['has a read-only root', /readOnlyRootFilesystem: true/, 'readOnlyRootFilesystem: false'],
    ['asks for cpu and memory and limits memory', /limits:\n +memory: 768Mi/, 'limits: {}'],
    ['has probes', /livenessProbe:/, 'otherProbe:'],
    ['takes no secret from its environment', /name: TZ, value: UTC/, 'name: TZ, valueFrom: {}'],
    ['names an image other than latest', /document:0\.1\.0/, 'document:latest'],
    ['is spread over zones and nodes', /topologyKey: topology.kubernetes.io\/zone/, 'topologyKey: rack'],
    ['is replaced one by one, never fewer', /maxSurge: 1, maxUnavailable: 0/, 'maxSurge: 1, maxUnavailable: 1'],
    ['answers on while it is forgotten', /sleep: \{ seconds: 10 \}/, 'sleep: { seconds: 1 }'],
    ['has time to finish', /terminationGracePeriodSeconds: 60/, 'terminationGracePeriodSeconds: 30'],
  ];
  test.each(breaches)('%s', (rule, from, to) => {
    expect(podComplaints(changed(from, to))).toEqual([
      expect.stringMatching(new RegExp(`^Deployment season-\\w+: not true that it ${rule}$`)),
    ]);
  });
});

describe('a policy that allows more', () => {
  const added = (from: RegExp, to: string) => {
    const before = allowedFlows(manifestsOf(text));
    return allowedFlows(changed(from, to)).filter((flow) => !before.includes(flow));
  };

  test('by leaving the port out is seen', () => {
    expect(added(/ +ports:\n +- \{ protocol: TCP, port: 8443 \}\n/, '')).toEqual([
      expect.stringMatching(/^in \w+ > \w+ any port$/),
    ]);
  });

  test('by taking any pod for the caller is seen', () => {
    const peer =
      /podSelector:\n +matchLabels:\n +app.kubernetes.io\/name: gateway\n +app.kubernetes.io\/instance: season\n( +ports)/;
    expect(added(peer, 'podSelector: {}\n$1')).toEqual([expect.stringMatching(/^in any pod > \w+ TCP \d+$/)]);
  });

  test('by denying one direction only is seen', () => {
    expect(deniesTheRest(manifestsOf(text))).toBe(true);
    expect(deniesTheRest(changed(/policyTypes: \[Ingress, Egress\]/, 'policyTypes: [Ingress]'))).toBe(false);
  });
});
