import { repositoryRoot } from '@nencho/local-stack';
import { clockShift, startSystem } from '@nencho/local-stack/system';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startTraceReceiver } from './trace-receiver.js';
import { dayOfSeason, serviceTemporaryDirectory, systemUnderTest } from './system-under-test.js';

/**
 * Starts the whole system once for all suites of a run; NENCHO_E2E_DATA names a running one (npm start) instead.
 * @param environment more variables for all services
 */
export const startForSuites = async (environment: Readonly<Record<string, string>>): Promise<void> => {
  if (process.env['NENCHO_E2E_DATA'] !== undefined) return;
  const receiver = await startTraceReceiver();
  const dataDirectory = join(repositoryRoot, '.nencho', 'e2e');
  const temporary = serviceTemporaryDirectory(dataDirectory);
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true, mode: 0o700 });
  const system = await startSystem({
    dataDirectory,
    fresh: true,
    publicPort: 3200,
    clockShiftMs: clockShift(dayOfSeason, new Date()),
    accessTokenSeconds: 60,
    instances: { declaration: 2, notification: 2, gateway: 2 },
    environment: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, TMPDIR: temporary, ...environment },
    progress: ({ step, state, ms, detail }) => {
      if (state !== 'started')
        process.stderr.write(`  ${state} ${step} ${Math.round((ms ?? 0) / 100) / 10} s ${detail ?? ''}\n`);
    },
  });
  try {
    await system.ready;
  } catch (error) {
    await Promise.all([system.stop(), receiver.stop()]);
    throw error;
  }
  process.env['NENCHO_E2E_DATA'] = system.state.dataDirectory;
  process.env['NENCHO_E2E_TRACES'] = receiver.url;
  systemUnderTest.stop = async () => {
    await system.stop();
    await receiver.stop();
  };
};

export default async function setUp(): Promise<void> {
  await startForSuites({});
}
