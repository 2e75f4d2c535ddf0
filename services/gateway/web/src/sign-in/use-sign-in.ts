import { useMutation } from '@tanstack/react-query';
import { send } from '../api/client.js';

type Who = {
  readonly tenantCode: string;
  readonly loginId: string;
  readonly returnTo?: string;
  readonly again?: boolean;
};

/** Hands over to the sign-in service, which asks for the password. Who one is goes in the body, never in an address. */
export const useSignIn = () =>
  useMutation({
    mutationFn: async (who: Who) => send<{ redirectTo: string }>('POST', '/api/v1/sign-in', who),
    onSuccess: ({ redirectTo }) => window.location.assign(redirectTo),
  });
