// Everything that can be said about the code without running it.
import { readdirSync } from 'node:fs';
import { runPhases } from './phases.mjs';

const sources = ['packages', 'services'].flatMap((folder) =>
  readdirSync(folder).map((name) => `${folder}/${name}/src`),
);
const ok = runPhases([
  ['build', 'npm', ['run', '--silent', 'build']],
  ['eslint', 'eslint', ['.']],
  [
    'import rules',
    'depcruise',
    [...sources, 'services/gateway/web/src', 'e2e/src', '--config', '.dependency-cruiser.cjs'],
  ],
  ['import rules, self-test', 'node', ['scripts/check-import-rules.mjs']],
  ['unused exports', 'node', ['scripts/check-exports.mjs']],
  ['catalogues', 'node', ['scripts/check-catalogues.mjs']],
  ['protocol', 'buf', ['lint']],
  ['protocol, against what was published', 'buf', ['breaking', '--against', 'proto/published.binpb']],
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['lock file', 'node', ['scripts/complete-lockfile.mjs', '--check']],
]);
process.exitCode = ok ? 0 : 1;
