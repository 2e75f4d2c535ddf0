/**
 * Where a person is placed, as identity says; decides who may see and review the declaration. A declaration's place lies
 * in the company of its campaign for good, and stays as it is once the declaration is finalised.
 */
export type Place = {
  readonly employeeNumber: string;
  readonly companyId: string;
  /** Empty for a person directly under the company. */
  readonly departmentId: string;
  /** From the top department down to the person's own. */
  readonly departmentPath: readonly string[];
};

/** A person's place with the state of employment: one row of the projection of identity's employees. */
export type ScopeRow = Place & {
  readonly employeeId: string;
  readonly active: boolean;
  /** identity's version of the employee; an older one never replaces a newer. */
  readonly version: number;
};
