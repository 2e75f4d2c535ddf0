import { type ServiceName, serviceNames } from '../service-names.js';
import { allocatePorts } from '../ports.js';
import { StackError } from '../stack-error.js';

/** One process of a service. Several of one service share its database and its identity. */
export type Instance = {
  /** `declaration-2` */
  readonly name: string;
  readonly service: ServiceName;
  readonly grpcPort: number;
  readonly probePort: number;
  /** of a gateway */
  readonly httpPort?: number;
};

export type InstanceCounts = Partial<Readonly<Record<ServiceName, number>>>;

const isServiceName = (name: string): name is ServiceName => serviceNames.some((service) => service === name);

/** Reads `declaration=2,gateway=2`. */
export const parseInstanceCounts = (text: string): InstanceCounts =>
  Object.fromEntries(
    text.split(',').map((part) => {
      const [name = '', count = ''] = part.split('=');
      if (!isServiceName(name) || !/^[1-9]$/.test(count)) {
        throw new StackError(`--instances: "${part}" is not <service>=<1..9>; services: ${serviceNames.join(', ')}`);
      }
      return [name, Number(count)];
    }),
  );

/** Gives every instance its ports, the same ones as at the last start where they are free. */
export const planInstances = async (counts: InstanceCounts, portsFile: string): Promise<readonly Instance[]> => {
  const plan = serviceNames.flatMap((service) =>
    Array.from({ length: counts[service] ?? 1 }, (_, index) => ({ service, name: `${service}-${index + 1}` })),
  );
  const names = plan.flatMap(({ name, service }) => [
    `${name}.grpc`,
    `${name}.probe`,
    ...(service === 'gateway' ? [`${name}.http`] : []),
  ]);
  const ports = await allocatePorts({ names, file: portsFile, ours: new Set() });
  const portOf = (name: string): number => ports[name] ?? 0;
  return plan.map(({ name, service }) => ({
    name,
    service,
    grpcPort: portOf(`${name}.grpc`),
    probePort: portOf(`${name}.probe`),
    ...(service === 'gateway' ? { httpPort: portOf(`${name}.http`) } : {}),
  }));
};
