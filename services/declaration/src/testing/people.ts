import type { Role, Scope, UserActor } from '@nencho/auth';
import { companyId, departmentId, employeeId, localDate, newId, tenantId, type LocalDate } from '@nencho/kernel';
import type { Directory, TaxProfile } from '../application/ports.js';
import type { ScopeRow } from '../domain/place.js';

/** An employee as identity would answer for. */
export type Employee = ScopeRow & { readonly birthDate: LocalDate | undefined };

export type EmployeeOptions = Partial<Omit<Employee, 'employeeId'>> & Pick<Employee, 'companyId'>;

let counter = 0;

/** A person with a number of the form E0001 in the order of making. */
export const newEmployee = (options: EmployeeOptions): Employee => {
  counter += 1;
  return {
    employeeId: newId(),
    employeeNumber: `E${String(counter).padStart(4, '0')}`,
    departmentId: '',
    departmentPath: [],
    active: true,
    version: 1,
    birthDate: localDate('1980-04-02'),
    ...options,
  };
};

/** What identity knows of the tenants of a test; a test may change it as identity would. */
export type Register = {
  readonly directory: Directory;
  readonly put: (tenant: string, ...people: readonly Employee[]) => void;
};

const profileOf = ({ employeeId: id, birthDate, version }: Employee): readonly TaxProfile[] =>
  birthDate === undefined ? [] : [{ employeeId: id, birthDate, version }];

export const newRegister = (): Register => {
  const tenants = new Map<string, Map<string, Employee>>();
  const peopleOf = (tenant: string): Map<string, Employee> => tenants.get(tenant) ?? new Map<string, Employee>();
  const some = (tenant: string, ids: readonly string[]): readonly Employee[] =>
    ids.flatMap((id) => peopleOf(tenant).get(id) ?? []);
  return {
    put: (tenant, ...people) => {
      const known = peopleOf(tenant);
      for (const person of people) known.set(person.employeeId, person);
      tenants.set(tenant, known);
    },
    directory: {
      places: async (tenant, ids) => Promise.resolve(some(tenant, ids)),
      taxProfiles: async (tenant, ids) => Promise.resolve(some(tenant, ids).flatMap(profileOf)),
      allPlaces: async function* (tenant) {
        yield* await Promise.resolve([...peopleOf(tenant).values()]);
      },
    },
  };
};

type ActorOptions = { readonly tenant: string; readonly role: Role; readonly scope: Scope; readonly person?: Employee };

/** A signed-in person. */
export const actorOf = ({ tenant, role, scope, person }: ActorOptions): UserActor => ({
  kind: 'user',
  tenantId: tenantId(tenant),
  sub: newId(),
  grantsVersion: 1,
  departmentIds: (person?.departmentPath ?? []).map(departmentId),
  grants: [{ role, scope }],
  credential: { kind: 'token', token: 'test', amr: ['pwd'] },
  ...(person === undefined
    ? {}
    : { employeeId: employeeId(person.employeeId), companyId: companyId(person.companyId) }),
});

export const hrOf = (tenant: string, scope: Scope = { kind: 'tenant' }): UserActor =>
  actorOf({ tenant, role: 'hr', scope });

export const employeeActor = (tenant: string, person: Employee): UserActor =>
  actorOf({ tenant, role: 'employee', scope: { kind: 'self' }, person });
