/**
 * Nobody looks into a running service: its heap holds opened data. A signal could open the inspector or write the heap or
 * a core to a disk, and so could a flag; the first are ignored, the second refused where it is production.
 */
import { url } from 'node:inspector';
import { processEnvironment } from './config.js';

/** EX_CONFIG of sysexits.h: starting again will not help. */
const CONFIGURATION_EXIT_CODE = 78;

/** SIGUSR1 starts Node's inspector, SIGUSR2 is what snapshots and reports are usually bound to, SIGQUIT and SIGABRT leave a core. */
const lookingIn = ['SIGUSR1', 'SIGUSR2', 'SIGQUIT', 'SIGABRT'] as const;

const openingFlags =
  /^--(?:inspect|heapsnapshot-|heap-prof|cpu-prof|prof$|report-|abort-on-uncaught-exception|debug-port|trace-event)/;

/** The flags of a command line and of NODE_OPTIONS that open a process. Flags may be written with `_`. */
export const openingFlagsOf = (execArgv: readonly string[], nodeOptions: string | undefined): readonly string[] =>
  [...execArgv, ...(nodeOptions ?? '').split(/\s+/)]
    .map((flag) => flag.replaceAll('"', '').replaceAll('_', '-'))
    .filter((flag) => openingFlags.test(flag))
    .map((flag) => flag.split('=')[0] ?? flag);

type Surroundings = {
  readonly environment: NodeJS.ProcessEnv;
  readonly execArgv: readonly string[];
  readonly inspectorUrl: string | undefined;
  readonly print: (text: string) => void;
  readonly exit: (code: number) => void;
};

const processSurroundings = (): Surroundings => ({
  environment: processEnvironment(),
  execArgv: process.execArgv,
  inspectorUrl: url(),
  print: (text) => void process.stderr.write(text),
  exit: (code) => process.exit(code),
});

/** Without a word it is production: the safe side. */
export const closeProcess = (
  { environment, execArgv, inspectorUrl, print, exit }: Surroundings = processSurroundings(),
): void => {
  for (const signal of lookingIn) process.on(signal, () => undefined);
  const mode = environment['NODE_ENV'];
  if (mode === 'development' || mode === 'test') return;
  const flags = openingFlagsOf(execArgv, environment['NODE_OPTIONS']);
  if (flags.length === 0 && inspectorUrl === undefined) return;
  print(`Nobody may look into a process that holds opened data: ${flags.join(' ') || 'the inspector is open'}\n`);
  exit(CONFIGURATION_EXIT_CODE);
};
