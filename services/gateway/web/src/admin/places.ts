import type { ListCompaniesResponse, ListDepartmentsResponse } from '@nencho/contracts/identity/v1/identity_service';
import { queryOptions } from '@tanstack/react-query';
import { get } from '../api/client.js';
import type { Plain } from '../api/types.js';

export const companiesQuery = queryOptions({
  queryKey: ['companies'],
  queryFn: async () => get<Plain<ListCompaniesResponse>>('/api/v1/companies'),
});

export const departmentsQuery = (companyId: string) =>
  queryOptions({
    queryKey: ['departments', companyId],
    queryFn: async () => get<Plain<ListDepartmentsResponse>>(`/api/v1/departments?companyId=${companyId}`),
    enabled: companyId !== '',
  });
