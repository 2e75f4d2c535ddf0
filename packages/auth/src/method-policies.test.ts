import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { methodPolicies } from './method-policies.js';
import { rolePermissions } from './permissions.js';

const protoRoot = join(import.meta.dirname, '../../../proto');

/** Every `/package.Service/Method` that proto/ declares, read from the text: a new file cannot be forgotten. */
const declaredMethods = globSync('**/*.proto', { cwd: protoRoot }).flatMap((file) => {
  const text = readFileSync(join(protoRoot, file), 'utf8');
  const name = /^package ([\w.]+);/m.exec(text)?.[1] ?? '';
  return [...text.matchAll(/^service (\w+) \{([\s\S]*?)^\}/gm)].flatMap(([, service, body]) =>
    [...(body ?? '').matchAll(/^\s*rpc (\w+)\(/gm)].map(([, method]) => `/${name}.${service}/${method}`),
  );
});

describe('methodPolicies', () => {
  test('has a row for every RPC of proto/ and no other', () => {
    expect(declaredMethods.length).toBeGreaterThan(50);
    expect(Object.keys(methodPolicies).sort()).toEqual(declaredMethods.sort());
  });

  test('admits only the gateway where a person, an operator or nobody stands behind the call', () => {
    const direct = Object.values(methodPolicies).filter(({ kind }) => ['user', 'operator', 'anonymous'].includes(kind));
    for (const { callers } of direct) {
      expect(callers).toEqual(['gateway']);
    }
  });

  test('leaves without a permission only what everybody signed in may do', () => {
    const open = Object.entries(methodPolicies).filter(([, p]) => 'permissions' in p && p.permissions.length === 0);
    expect(open.map(([path]) => path)).toEqual(['/nencho.identity.v1.IdentityService/GetMe']);
  });

  test('leaves nobody but the administrator the acts on grants, people and the audit trail', () => {
    const adminOnly = rolePermissions.admin.filter((permission) => !rolePermissions.hr.includes(permission));
    expect(adminOnly).toEqual([
      'company.manage',
      'grant.manage',
      'user.disable',
      'contract.manage',
      'audit.read',
      'job.any',
    ]);
    expect(rolePermissions.employee.filter((permission) => rolePermissions.admin.includes(permission))).toEqual([]);
  });

  test('opens before sign-in the two methods of the invitation and the certificate of its one-time code only', () => {
    const anonymous = Object.entries(methodPolicies).filter(([, { kind }]) => kind === 'anonymous');
    expect(anonymous.map(([path]) => path.split('/')[2])).toEqual([
      'PreviewInvitation',
      'RedeemInvitation',
      'GetErasureCertificate',
    ]);
  });
});
