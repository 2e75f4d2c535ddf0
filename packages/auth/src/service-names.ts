/** The six services, as their certificates name them (`spiffe://nencho/<name>`). */
export const serviceNames = ['gateway', 'identity', 'declaration', 'document', 'notification', 'retention'] as const;
export type ServiceName = (typeof serviceNames)[number];

export const isServiceName = (value: string): value is ServiceName => serviceNames.some((name) => name === value);
