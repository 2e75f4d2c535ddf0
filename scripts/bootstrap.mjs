// Runs before anything is installed, on whatever Node the machine has (>= 20): Node's own modules only.
// npm itself must run on Node 24, since on an older Node it silently leaves out optional binaries whose "engines" ask
// for more; so Node 24 is fetched first, as the ordinary package node-<platform>-<arch>, and `npm ci` runs on it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, delimiter } from 'node:path';

const installedMarker = 'node_modules/.nencho-installed';
const nodeHome = '.cache/node';

const fail = (message) => {
  console.error(`\nnencho: ${message}`);
  process.exit(1);
};

const run = (command, args, env = process.env) => {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env });
  if (status !== 0) {
    fail(`${[command, ...args].join(' ')} failed${error === undefined ? '' : `: ${error.message}`}`);
  }
};

const requireNode20 = () => {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    fail(`Node ${process.versions.node} is too old; install Node 20 or newer (Debian: apt-get install nodejs npm)`);
  }
};

const fetchNode24 = (npm) => {
  if (Number(process.versions.node.split('.')[0]) >= 24) {
    return process.execPath;
  }
  const name = `node-${process.platform}-${process.arch}`;
  const version = JSON.parse(readFileSync('package.json', 'utf8')).optionalDependencies[name];
  if (version === undefined) {
    fail(`Node 24 cannot be fetched by itself on ${process.platform}-${process.arch}; install Node 24 and try again`);
  }
  const home = `${nodeHome}/node_modules/${name}`;
  const binary = `${home}/bin/node`;
  const installed = existsSync(binary) && spawnSync(binary, ['--version']).stdout?.toString().trim() === `v${version}`;
  if (!installed) {
    rmSync(nodeHome, { recursive: true, force: true }); // a half-finished download must not survive
    console.log(`nencho: fetching Node ${version}`);
    const options = ['--no-save', '--no-package-lock', '--workspaces=false', '--loglevel=error'];
    run(process.execPath, [npm, 'install', '--prefix', nodeHome, ...options, `${name}@${version}`]);
  }
  return binary;
};

const install = () => {
  const upToDate =
    existsSync(installedMarker) && statSync(installedMarker).mtimeMs >= statSync('package-lock.json').mtimeMs;
  if (upToDate) {
    return;
  }
  const npm = process.env.npm_execpath;
  if (npm === undefined) {
    fail('run this through npm: npm run bootstrap');
  }
  const node = fetchNode24(npm);
  console.log('nencho: installing dependencies (npm ci)');
  run(node, [npm, 'ci'], { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` });
  writeFileSync(installedMarker, '');
};

requireNode20();
install();
