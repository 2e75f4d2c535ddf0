import type { GetContractEndResponse } from '@nencho/contracts/retention/v1/retention_service';
import { queryOptions } from '@tanstack/react-query';
import { get } from '../../api/client.js';
import type { Plain } from '../../api/types.js';

export type ContractEndView = NonNullable<Plain<GetContractEndResponse>['contractEnd']>;

export const contractEndQuery = queryOptions({
  queryKey: ['contract-end'],
  queryFn: async () => get<Plain<GetContractEndResponse>>('/api/v1/contract-end'),
});

/** Whether an end of the contract is under way: not before a notice, and not after it was taken back. */
export const isUnderWay = (end: ContractEndView | undefined): end is ContractEndView =>
  end !== undefined && !['', 'withdrawn', 'cancelled'].includes(end.state);
