// `node scripts/command.mjs PROJECT PROGRAM [ARGS]`: installs and compiles what is missing, quietly, so that standard output is
// the program's alone, and runs PROJECT/dist/PROGRAM.
import { spawnSync } from 'node:child_process';

const [project, program, ...args] = process.argv.slice(2);

const quietly = (command, ...rest) => {
  const { status, stdout, stderr } = spawnSync(command, rest, { encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}\n${[command, ...rest].join(' ')} failed\n`);
  process.exit(status ?? 1);
};

quietly('node', 'scripts/bootstrap.mjs');
quietly('buf', 'generate');
quietly('tsc', '-b', project);
process.exitCode = spawnSync('node', [`${project}/dist/${program}`, ...args], { stdio: 'inherit' }).status ?? 1;
