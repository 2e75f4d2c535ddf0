import { describe, expect, test } from '@jest/globals';
import { type Pod, type Policy, policyTable } from './policy-rules.js';

const pod = (name: string, podIP: string, labels: Record<string, string>, namespace = 'nencho'): Pod => ({
  metadata: { name, namespace, labels },
  spec: { containers: [{ ports: [{ name: 'grpc', containerPort: 8443 }] }] },
  status: { podIP, phase: 'Running' },
});

const namespaces = [
  { metadata: { name: 'nencho', labels: { name: 'nencho' } } },
  { metadata: { name: 'ingress', labels: { name: 'ingress' } } },
];
const gateway = pod('g', '10.0.0.1', { app: 'gateway' });
const identity = pod('i', '10.0.0.2', { app: 'identity' });
const front = pod('f', '10.0.0.9', { app: 'front' }, 'ingress');

const policy = (spec: Policy['spec']): Policy => ({ metadata: { name: 'p', namespace: 'nencho' }, spec });
const tableOf = (...policies: readonly Policy[]): readonly string[] =>
  policyTable({ pods: [gateway, identity, front], namespaces, policies })
    .split('\n')
    .map((line) => line.trim());

describe('network policies as packet filter rules', () => {
  test('without a policy nothing is refused', () => {
    expect(tableOf().filter((line) => line.endsWith('reject'))).toEqual([]);
  });

  test('a policy that selects every pod of its namespace isolates those and no others', () => {
    const lines = tableOf(policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }));
    expect(lines).toContain('ip daddr { 10.0.0.1, 10.0.0.2 } counter reject');
    expect(lines).toContain('ip saddr { 10.0.0.1, 10.0.0.2 } counter reject');
    expect(lines.filter((line) => line.endsWith('return'))).toEqual([]);
  });

  test('a pod selector alone means pods of the same namespace, a named port the port of the target', () => {
    const lines = tableOf(
      policy({
        podSelector: { matchLabels: { app: 'identity' } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: { matchLabels: { app: 'gateway' } } }], ports: [{ port: 'grpc' }] }],
      }),
    );
    expect(lines).toContain('ip daddr 10.0.0.2 ip saddr 10.0.0.1 tcp dport 8443 return');
    expect(lines).toContain('ip daddr { 10.0.0.2 } counter reject');
  });

  test('a namespace selector means pods of those namespaces', () => {
    const lines = tableOf(
      policy({
        podSelector: { matchLabels: { app: 'gateway' } },
        ingress: [{ from: [{ namespaceSelector: { matchLabels: { name: 'ingress' } } }], ports: [{ port: 8080 }] }],
      }),
    );
    expect(lines).toContain('ip daddr 10.0.0.1 ip saddr 10.0.0.9 tcp dport 8080 return');
  });

  test('an address range is taken with its exceptions, a range of ports whole', () => {
    const lines = tableOf(
      policy({
        podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['identity'] }] },
        policyTypes: ['Egress'],
        egress: [
          { to: [{ ipBlock: { cidr: '10.1.0.0/16', except: ['10.1.2.0/24'] } }], ports: [{ port: 10, endPort: 20 }] },
        ],
      }),
    );
    expect(lines).toContain(
      'ip saddr 10.0.0.1 ip daddr 10.1.0.0/16 ip daddr != { 10.1.2.0/24 } tcp dport 10-20 return',
    );
    expect(lines).toContain('ip saddr { 10.0.0.1 } counter reject');
  });

  test('a finished pod has no address that counts', () => {
    const done: Pod = { ...gateway, status: { podIP: '10.0.0.1', phase: 'Succeeded' } };
    const table = policyTable({ pods: [done], namespaces, policies: [policy({ podSelector: {} })] });
    expect(table).not.toContain('10.0.0.1');
  });
});
