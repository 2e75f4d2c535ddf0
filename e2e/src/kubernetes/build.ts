// node e2e/dist/kubernetes/build.js: builds the binaries ahead of the tests and prints where they are.
import { isStackError } from '@nencho/local-stack';
import { collectorBinary, kubernetesBinaries } from './binaries.js';
import { hadolint, helm } from './tools.js';

const started = performance.now();
try {
  const binaries = await kubernetesBinaries();
  const tools = { collector: await collectorBinary(), helm: await helm(), hadolint: await hadolint() };
  console.log(JSON.stringify({ ...binaries, ...tools }, null, 2));
  console.log(`${((performance.now() - started) / 1000).toFixed(0)} s`);
} catch (error) {
  console.error(isStackError(error) ? error.message : error);
  process.exitCode = 1;
}
