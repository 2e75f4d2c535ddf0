import { expect, test } from '@jest/globals';
import { employeeId, tenantId } from '@nencho/kernel';
import { toAuditActor, type Actor, type UserActor } from './actor.js';

const person: UserActor = {
  kind: 'user',
  tenantId: tenantId('t'),
  sub: 's',
  employeeId: employeeId('e'),
  departmentIds: [],
  grants: [],
  grantsVersion: 1,
  credential: { kind: 'token', token: 'secret-token', amr: ['pwd'] },
};

test.each<[Actor, ReturnType<typeof toAuditActor>]>([
  [person, { kind: 'user', sub: 's', employeeId: 'e', jobId: '', service: '' }],
  [
    { ...person, credential: { kind: 'job', service: 'declaration', jobId: 'j' } },
    { kind: 'job', sub: 's', employeeId: 'e', jobId: 'j', service: 'declaration' },
  ],
  [
    { kind: 'operator', sub: 'o', token: 'secret-token' },
    { kind: 'operator', sub: 'o', employeeId: '', jobId: '', service: '' },
  ],
  [
    { kind: 'service', service: 'retention' },
    { kind: 'service', sub: '', employeeId: '', jobId: '', service: 'retention' },
  ],
  [{ kind: 'anonymous' }, { kind: 'anonymous', sub: '', employeeId: '', jobId: '', service: '' }],
])('the audit trail names %j without its token', (actor, expected) => {
  expect(toAuditActor(actor)).toEqual(expected);
});
