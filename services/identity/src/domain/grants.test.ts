import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import {
  mayGive,
  roleHasScope,
  scopeCovers,
  type DepartmentPlaces,
  type Grant,
  type Role,
  type Scope,
} from './grants.js';

jest.setTimeout(30_000);

type Held = Omit<Grant, 'id'>;

/** Two companies; in the first a tree a → b → c and a sibling d. */
const departments: DepartmentPlaces = new Map([
  ['a', { companyId: '1', path: ['a'] }],
  ['b', { companyId: '1', path: ['a', 'b'] }],
  ['c', { companyId: '1', path: ['a', 'b', 'c'] }],
  ['d', { companyId: '1', path: ['d'] }],
  ['e', { companyId: '2', path: ['e'] }],
]);

const tenant: Scope = { kind: 'tenant' };
const company = (companyId: string): Scope => ({ kind: 'company', companyId });
const department = (departmentId: string): Scope => ({ kind: 'department', departmentId });
const self: Scope = { kind: 'self' };

/** Everything that a grant reaches, counted out: pairs of duty and department (or company as such, or tenant as such). */
const reach = ({ role, scope }: Held): Set<string> => {
  const duties = role === 'admin' ? ['admin', 'hr'] : role === 'hr' ? ['hr'] : [];
  const places = [...departments].filter(([id, { companyId, path }]) => {
    if (scope.kind === 'tenant') return true;
    if (scope.kind === 'company') return companyId === scope.companyId;
    return scope.kind === 'department' && (path.includes(scope.departmentId) || id === scope.departmentId);
  });
  const wider = scope.kind === 'tenant' ? ['tenant', '1', '2'] : scope.kind === 'company' ? [scope.companyId] : [];
  return new Set(duties.flatMap((duty) => [...places.map(([id]) => id), ...wider].map((place) => `${duty}@${place}`)));
};

const scopes: Scope[] = [tenant, company('1'), company('2'), ...['a', 'b', 'c', 'd', 'e'].map(department)];
const held = fc.record({ role: fc.constantFrom<Role>('admin', 'hr'), scope: fc.constantFrom(...scopes) });

describe('grants', () => {
  test('nobody can give what their own grants do not reach, and whoever reaches it by one grant can', () => {
    fc.assert(
      fc.property(fc.array(held, { maxLength: 4 }), held, (own, asked) => {
        const wanted = [...reach(asked)];
        const reachedByOne = own.some((grant) => wanted.every((place) => reach(grant).has(place)));
        expect(mayGive(own, asked, departments)).toBe(reachedByOne);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a chain of givers never reaches further than the first one', () => {
    fc.assert(
      fc.property(held, fc.array(held, { maxLength: 6 }), (first, attempts) => {
        const closure: Held[] = [first];
        for (const attempt of attempts) if (mayGive(closure, attempt, departments)) closure.push(attempt);
        const all = closure.flatMap((grant) => [...reach(grant)]);
        expect(all.filter((place) => !reach(first).has(place))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('being an employee gives nothing to hand on', () => {
    expect(mayGive([{ role: 'employee', scope: self }], { role: 'hr', scope: department('c') }, departments)).toBe(
      false,
    );
  });

  test.each([
    [company('1'), department('c'), true],
    [company('2'), department('c'), false],
    [department('a'), department('c'), true],
    [department('c'), department('a'), false],
    [department('d'), department('a'), false],
    [department('a'), company('1'), false],
    [company('1'), tenant, false],
    [self, tenant, false],
  ])('%j covers %j: %s', (outer, inner, expected) => {
    expect(scopeCovers(outer, inner, departments)).toBe(expected);
  });

  test('a department that is not known is covered by nobody but its own grant and the tenant', () => {
    expect(scopeCovers(company('1'), department('gone'), departments)).toBe(false);
    expect(scopeCovers(department('a'), department('gone'), departments)).toBe(false);
  });

  test.each([
    ['admin', 'tenant', true],
    ['admin', 'company', false],
    ['hr', 'department', true],
    ['hr', 'self', false],
    ['employee', 'tenant', false],
  ] as const)('%s over %s: %s', (role, kind, expected) => {
    expect(roleHasScope(role, kind)).toBe(expected);
  });
});
