export const serviceNames = ['gateway', 'identity', 'declaration', 'document', 'notification', 'retention'] as const;
export type ServiceName = (typeof serviceNames)[number];
