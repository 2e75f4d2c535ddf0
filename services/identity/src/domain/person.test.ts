import { describe, expect, test } from '@jest/globals';
import {
  addGrant,
  becomeUser,
  disable,
  effectiveGrants,
  invite,
  isActiveAdmin,
  removeGrant,
  type Person,
} from './person.js';

const admin = { id: 'g1', role: 'admin', scope: { kind: 'tenant' } } as const;
const hr = { id: 'g2', role: 'hr', scope: { kind: 'company', companyId: 'c1' } } as const;
const person: Person = {
  id: 'p1',
  tenantId: 't1',
  loginId: 'taro',
  version: 3,
  access: 'user',
  sub: 's1',
  grants: [admin],
  grantsVersion: 5,
};

describe('a person', () => {
  test('every change of access counts the version of the grants up and leaves the data version alone', () => {
    for (const next of [
      addGrant(person, hr),
      removeGrant(person, 'g1', 1),
      disable(person, 1),
      becomeUser(person, 's2'),
      invite({ ...person, access: 'none' }),
    ]) {
      expect(next).toMatchObject({ version: 3, grantsVersion: 6 });
    }
  });

  test('the same grant twice is refused, whatever its id', () => {
    expect(() => addGrant(person, { ...admin, id: 'g9' })).toThrow(expect.objectContaining({ code: 'already_exists' }));
    expect(
      addGrant(addGrant(person, hr), { ...hr, id: 'g3', scope: { kind: 'company', companyId: 'c2' } }).grants,
    ).toHaveLength(3);
  });

  test('the last administrator can be neither removed nor disabled', () => {
    const refused = expect.objectContaining({ code: 'illegal_state', details: { reason: 'last_admin' } });
    expect(() => removeGrant(person, 'g1', 0)).toThrow(refused);
    expect(() => disable(person, 0)).toThrow(refused);
    expect(removeGrant(person, 'g1', 1).grants).toEqual([]);
  });

  test('an administrator who cannot sign in is not the last one', () => {
    const invited = { ...person, access: 'invited' } as const;
    expect(isActiveAdmin(invited)).toBe(false);
    expect(removeGrant(invited, 'g1', 0).grants).toEqual([]);
  });

  test('another grant may be taken from the last administrator', () => {
    expect(removeGrant(addGrant(person, hr), 'g2', 0).grants).toEqual([admin]);
  });

  test('disabling takes the grants along and cannot be done twice', () => {
    const disabled = disable(addGrant(person, hr), 1);
    expect(disabled).toMatchObject({ access: 'disabled', grants: [] });
    expect(() => disable(disabled, 1)).toThrow(expect.objectContaining({ code: 'illegal_state' }));
    expect(() => addGrant(disabled, hr)).toThrow(expect.objectContaining({ code: 'illegal_state' }));
  });

  test('an unknown grant is not found', () => {
    expect(() => removeGrant(person, 'other', 5)).toThrow(expect.objectContaining({ code: 'not_found' }));
  });

  test('an employee acts over oneself by being one', () => {
    const employment = { number: 'E1', companyId: 'c1', departmentPath: [], status: 'active' } as const;
    expect(effectiveGrants(person)).toEqual([admin]);
    expect(effectiveGrants({ ...person, employment })).toEqual([admin, { role: 'employee', scope: { kind: 'self' } }]);
  });
});
