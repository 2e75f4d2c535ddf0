// Builds the single-page application that the gateway serves.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync('vite', ['build', '--logLevel', 'warn'], {
  cwd: 'services/gateway/web',
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
