import { illegalState, notFound } from '@nencho/kernel';

/** 部署. `path` runs from the top department down to this one, this one included. */
export type Department = {
  readonly id: string;
  readonly tenantId: string;
  readonly companyId: string;
  readonly code: string;
  readonly name: string;
  readonly parentId?: string;
  readonly path: readonly string[];
};

/** Depth of the tree that lists and scopes are made for. */
export const MAX_DEPTH = 10;

/**
 * The path of a new department. A parent exists before its child and no department is ever moved under another, so a
 * cycle cannot be written; the parent must lie in the same company.
 */
export const pathUnder = (
  id: string,
  companyId: string,
  parent: Pick<Department, 'companyId' | 'path'> | undefined,
): readonly string[] => {
  if (parent === undefined) return [id];
  if (parent.companyId !== companyId) throw notFound('department');
  if (parent.path.length >= MAX_DEPTH) throw illegalState('department_too_deep');
  return [...parent.path, id];
};
