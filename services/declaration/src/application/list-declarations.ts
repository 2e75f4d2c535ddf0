import type { UserActor } from '@nencho/auth';
import type { Violation } from '@nencho/kernel';
import type { DeclarationStatus } from '../domain/declaration.js';
import { invalidRequest } from '../domain/rule-broken.js';
import { reachPartOfCampaign } from './access.js';
import type { DeclarationLine, Stores } from './ports.js';

export type ListDeclarations = {
  readonly campaignId: string;
  readonly status?: DeclarationStatus;
  readonly departmentId: string;
  /** Empty for no restriction. */
  readonly employeeIds: readonly string[];
  readonly withProblem: boolean;
  readonly cursor: string;
  /** 0 for the default. */
  readonly limit: number;
};

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
const MAX_EMPLOYEES = 1000;

const violationsOf = ({ limit, employeeIds }: ListDeclarations): Violation[] => [
  ...(limit < 0 || limit > MAX_LIMIT
    ? [{ path: 'page.limit', rule: 'range', params: { min: '1', max: `${MAX_LIMIT}` } }]
    : []),
  ...(employeeIds.length > MAX_EMPLOYEES
    ? [{ path: 'employeeIds', rule: 'too_many', params: { max: `${MAX_EMPLOYEES}` } }]
    : []),
];

/** The review list: clear columns of the people whom the actor may see, by employee number. */
export const listDeclarations =
  (stores: Pick<Stores, 'campaigns' | 'reviewList'>) =>
  async (
    query: ListDeclarations,
    actor: UserActor,
  ): Promise<{ readonly items: readonly DeclarationLine[]; readonly nextCursor: string }> => {
    const violations = violationsOf(query);
    if (violations.length > 0) throw invalidRequest(violations);
    const { campaign, scope } = await reachPartOfCampaign(stores, actor, query.campaignId, 'declaration.read');
    return stores.reviewList.page({
      tenantId: actor.tenantId,
      campaignId: campaign.id,
      scope,
      ...(query.status === undefined ? {} : { status: query.status }),
      ...(query.departmentId === '' ? {} : { departmentId: query.departmentId }),
      ...(query.employeeIds.length === 0 ? {} : { employeeIds: query.employeeIds }),
      withProblem: query.withProblem,
      cursor: query.cursor,
      limit: query.limit === 0 ? DEFAULT_LIMIT : query.limit,
    });
  };
