import { startStack } from '@nencho/local-stack';
import { startSystem } from '@nencho/local-stack/system';
import { interleaved, timed, type Comparison } from '../interleaved.js';

/** Everything on data that is there, until it is ready, beside Keycloak alone on the same data. */
export const benchStart = async (
  dataDirectory: string,
  publicPort: number,
  rounds: number,
): Promise<readonly Comparison[]> => {
  const seconds = (ms: number) => Math.round(ms / 100) / 10;
  const samples = await interleaved(rounds, {
    ours: async () => {
      let stop: (() => Promise<void>) | undefined;
      const ms = await timed(async () => {
        const system = await startSystem({ dataDirectory, publicPort, fresh: false });
        stop = async () => system.stop();
        await system.ready;
      });
      await stop?.();
      return seconds(ms);
    },
    reference: async () => {
      let stop: (() => Promise<void>) | undefined;
      const ms = await timed(async () => {
        const stack = await startStack({
          dataDirectory,
          publicBaseUrl: `http://localhost:${publicPort}`,
          servers: ['keycloak'],
        });
        stop = async () => stack.stop();
        await stack.ready.keycloak;
      });
      await stop?.();
      return seconds(ms);
    },
  });
  return [
    {
      ...{ name: 'start of everything, warm', unit: 's', better: 'smaller', ...samples },
      what: { ours: 'servers and six services until ready', reference: 'Keycloak alone until ready' },
    },
  ];
};
