import { repositoryRoot } from '@nencho/local-stack';
import { build } from 'vite';

// Prints the engine bundled for a browser as a global `engine`. A process of its own: the bundler knows its own kind of
// objects only, and Jest makes others.
const [entry = ''] = process.argv.slice(2);
const built = await build({
  configFile: false,
  logLevel: 'silent',
  root: repositoryRoot,
  build: { write: false, minify: true, lib: { entry, formats: ['iife'], name: 'engine' } },
});
for (const bundle of Array.isArray(built) ? built : [built]) {
  if ('output' in bundle) {
    for (const file of bundle.output) process.stdout.write(file.type === 'chunk' ? file.code : '');
  }
}
