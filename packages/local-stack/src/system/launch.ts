import { dateInTokyo, localDate } from '@nencho/kernel';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type ProgressEvent, withProgress } from '../progress.js';
import { repositoryRoot } from '../repository.js';
import { isStackError, messageOf, StackError, stoppedMessage } from '../stack-error.js';
import { parseInstanceCounts } from './instances.js';
import { startSystem, type System, type SystemOptions } from './system.js';
import { type SystemState } from './system-state.js';

export type LaunchOptions = {
  readonly argv: readonly string[];
  readonly build: (signal: AbortSignal) => Promise<void>;
  /** Fills an empty system with something to look at and returns what to print about it. */
  readonly demo?: (state: SystemState) => Promise<readonly string[]>;
};

const usage = `npm start -- [options]
  --fresh                     remove all data first
  --port N                    port of the page (3000)
  --data DIR                  where the data is kept (.nencho/data)
  --instances a=2,b=2         several processes of a service
  --access-token-seconds N    lifetime of access tokens (300)
  --today YYYY-MM-DD          the day that the services take for today (outside of the season of R8: 2026-11-25)
  --keys local|azure          tenants' keys in files, or in our emulator of Azure Key Vault (local)
  --no-demo                   leave an empty system empty`;

const dayMs = 86_400_000;

const wholeNumber = (option: string, value: string | undefined, fallback: number): number => {
  if (value !== undefined && !/^\d{1,6}$/.test(value)) {
    throw new StackError(`--${option}: "${value}" is not a number\n\n${usage}`);
  }
  return value === undefined ? fallback : Number(value);
};

/** The season that this version can compute: on other days the demo would stand before or after its deadlines. */
const season = { from: '2026-11-01', to: '2027-01-10', day: '2026-11-25' } as const;

/** Today within the season, else a day of it, so that `npm start` shows a season on any day. */
export const seasonDay = (now: Date): string => {
  const today = dateInTokyo(now);
  return today >= season.from && today <= season.to ? today : season.day;
};

/** Whole days from today in Tokyo to `today`, in milliseconds. */
export const clockShift = (today: string, now: Date): number => {
  const from = Date.parse(`${dateInTokyo(now)}T00:00:00Z`);
  return Math.round((Date.parse(`${localDate(today)}T00:00:00Z`) - from) / dayMs) * dayMs;
};

/** @throws StackError */
export const keyProviderOf = (value: string): 'local' | 'azure' => {
  if (value !== 'local' && value !== 'azure') throw new StackError(`--keys: "${value}" is neither local nor azure`);
  return value;
};

type Arguments = Omit<SystemOptions, 'build' | 'progress'> & { readonly demo: boolean };

export const parseLaunchArguments = (argv: readonly string[], now: Date): Arguments => {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        fresh: { type: 'boolean', default: false },
        port: { type: 'string' },
        data: { type: 'string' },
        instances: { type: 'string' },
        'access-token-seconds': { type: 'string' },
        today: { type: 'string' },
        keys: { type: 'string', default: 'local' },
        'no-demo': { type: 'boolean', default: false },
      },
    });
    return {
      dataDirectory: resolve(values.data ?? join(repositoryRoot, '.nencho', 'data')),
      fresh: values.fresh,
      publicPort: wholeNumber('port', values.port, 3000),
      accessTokenSeconds: wholeNumber('access-token-seconds', values['access-token-seconds'], 300),
      clockShiftMs: clockShift(values.today ?? seasonDay(now), now),
      instances: values.instances === undefined ? {} : parseInstanceCounts(values.instances),
      keyProvider: keyProviderOf(values.keys),
      demo: !values['no-demo'],
    };
  } catch (error) {
    throw isStackError(error) ? error : new StackError(`${messageOf(error)}\n\n${usage}`, { cause: error });
  }
};

const printProgress = ({ step, state, ms, detail }: ProgressEvent): void => {
  const label = step.padEnd(16);
  if (detail === stoppedMessage) {
    return;
  }
  switch (state) {
    case 'started':
      console.log(`  …  ${label}starting`);
      break;
    case 'done':
      console.log(`  ok ${label}${((ms ?? 0) / 1000).toFixed(1)} s`);
      break;
    case 'failed':
      console.log(`  !! ${label}${detail?.split('\n')[0] ?? 'failed'}`);
      break;
    case 'restarting':
      console.log(`  !! ${label}ended (${detail?.split('\n')[0] ?? ''}), starting it again`);
      break;
  }
};

const summary = (
  { publicBaseUrl, mail, logDirectory, clockShiftMs, operator }: SystemState,
  demo: readonly string[],
): string =>
  [
    '',
    `Nencho is ready: ${publicBaseUrl}`,
    ...demo,
    ...(clockShiftMs === 0
      ? []
      : [`today            the services take it for ${dateInTokyo(new Date(Date.now() + clockShiftMs))} (--today)`]),
    `mail inbox       ${mail.webUrl}`,
    `operator         npm run ops -- --help   (account ${operator.username}, password in ${operator.passwordFile})`,
    `logs             ${logDirectory}`,
    'Ctrl-C ends everything; the data stays (npm start -- --fresh begins anew).',
  ].join('\n');

/** Without its demo the system is still worth looking at. */
const demoLines = async (state: SystemState, { demo }: LaunchOptions): Promise<readonly string[]> => {
  try {
    return demo === undefined ? [] : await withProgress(printProgress, 'demo', async () => demo(state));
  } catch (error) {
    return [`The demo could not be created: ${messageOf(error)} (npm start -- --fresh tries again from nothing)`];
  }
};

const runUntilStopped = async (system: System, options: LaunchOptions, withDemo: boolean): Promise<void> => {
  const { publicBaseUrl } = system.state;
  void system.pageReady.then(
    () => console.log(`\nThe page is up: ${publicBaseUrl} (signing in is possible when all is ready)\n`),
    () => undefined,
  );
  await system.ready;
  const demo = withDemo ? await demoLines(system.state, options) : [];
  console.log(summary(system.state, demo));
  await new Promise<never>(() => undefined); // the supervised processes keep this one alive
};

/** Resolves with the first wish to end; a second Ctrl-C does not wait any longer. */
const stopSignal = async (): Promise<string> =>
  new Promise((wish) => {
    let seen = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (seen) {
          process.exit(130);
        }
        seen = true;
        wish(signal);
      });
    }
  });

/** `npm start`. @returns the exit code */
export const launch = async (options: LaunchOptions): Promise<number> => {
  if (options.argv.includes('--help')) {
    console.log(usage);
    return 0;
  }
  const stopped = stopSignal();
  let system: System | undefined;
  try {
    const { demo, ...given } = parseLaunchArguments(options.argv, new Date());
    system = await startSystem({ ...given, build: options.build, progress: printProgress });
    const signal = await Promise.race([stopped, runUntilStopped(system, options, demo)]);
    console.log(`\n${signal ?? 'end'}: stopping`);
    return 0;
  } catch (error) {
    console.error(isStackError(error) ? `\nnencho: ${error.message}` : error);
    return 1;
  } finally {
    await system?.stop();
  }
};
