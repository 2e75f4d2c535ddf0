import { useMutation, useQueryClient } from '@tanstack/react-query';
import { send } from '../api/client.js';

type Method = 'POST' | 'PUT' | 'DELETE';

/** One change by the API; afterwards the lists named by `refresh` are read again. */
export const useAction = <Result, Body = void>(
  method: Method,
  pathOf: (body: Body) => string,
  refresh: readonly string[],
  onSuccess?: (result: Result) => void,
) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: Body) => send<Result>(method, pathOf(body), body ?? {}),
    onSuccess: async (result: Result) => {
      await Promise.all(refresh.map(async (key) => queries.invalidateQueries({ queryKey: [key] })));
      onSuccess?.(result);
    },
  });
};
