// node cli.js up|down|status --data DIR [--public-url URL] [--servers mongod,kafka,…]
// Keeps the real servers running on their own, for tests: `up` returns when they answer, `down` ends them.
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { stopProcessesOf } from './data-directory.js';
import { probeKafka } from './kafka.js';
import { probeKeycloak } from './keycloak.js';
import { probeMongodb } from './mongod.js';
import { probeStore } from './object-store.js';
import { runningProcesses } from './pid-file.js';
import { isStackError, messageOf, StackError } from './stack-error.js';
import { defaultServers, serverNames, startStack, stateFileFor, whenReady } from './stack.js';
import { readStackState, writeStackState } from './stack-state.js';

const usage =
  'usage: cli.js up|down|status --data DIR [--public-url URL] [--servers mongod,kafka,objects,ledger,keycloak,mail]';

const up = async (dataDirectory: string, publicUrl: string | undefined, servers: string | undefined): Promise<void> => {
  const stack = await startStack({
    dataDirectory,
    ...(publicUrl === undefined ? {} : { publicBaseUrl: publicUrl }),
    servers: servers === undefined ? defaultServers : serverNames.filter((name) => servers.split(',').includes(name)),
    progress: ({ step, state, ms }) => {
      if (state === 'done') {
        console.log(`${step}: ready after ${((ms ?? 0) / 1000).toFixed(1)} s`);
      }
    },
  });
  await whenReady(stack);
  writeStackState(stateFileFor(dataDirectory), stack.state);
  console.log(`state: ${stateFileFor(dataDirectory)}`);
};

const down = async (dataDirectory: string): Promise<void> => {
  rmSync(stateFileFor(dataDirectory), { force: true });
  const stopped = await stopProcessesOf(resolve(dataDirectory, 'run'));
  console.log(stopped.length === 0 ? 'nothing was running' : `stopped: ${stopped.join(', ')}`);
};

const answers = async (probe: Promise<boolean>): Promise<string> =>
  probe.then(
    (ok) => (ok ? 'answers' : 'does not answer'),
    (error: unknown) => `does not answer: ${messageOf(error)}`,
  );

const status = async (dataDirectory: string): Promise<void> => {
  const state = readStackState(stateFileFor(dataDirectory));
  if (state === undefined) {
    throw new StackError(`not up: ${stateFileFor(dataDirectory)} is missing`);
  }
  for (const { record } of runningProcesses(resolve(dataDirectory, 'run'))) {
    console.log(`${record.name}: pid ${record.pid}`);
  }
  console.log(`mongod ${await answers(probeMongodb(state.mongodbUri))}`);
  console.log(`kafka ${await answers(probeKafka(state.kafka))}`);
  console.log(`objects ${await answers(probeStore(state.objectStore))}`);
  console.log(`ledger ${await answers(probeStore(state.ledgerStore))}`);
  console.log(`keycloak ${await answers(probeKeycloak(state.keycloak))}`);
  console.log(`mail ${state.mail.webUrl}`);
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: { type: 'string' }, 'public-url': { type: 'string' }, servers: { type: 'string' } },
  });
  const [command] = positionals;
  if (values.data === undefined) {
    throw new StackError(usage);
  }
  const dataDirectory = resolve(values.data);
  if (command === 'up') {
    await up(dataDirectory, values['public-url'], values.servers);
  } else if (command === 'down') {
    await down(dataDirectory);
  } else if (command === 'status') {
    await status(dataDirectory);
  } else {
    throw new StackError(usage);
  }
};

try {
  await main();
  process.exit(0); // the servers go on without us
} catch (error) {
  console.error(isStackError(error) ? error.message : error);
  process.exitCode = 1;
}
