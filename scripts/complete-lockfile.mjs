// A registry may lack the binaries of other platforms. npm then leaves them out of package-lock.json without a word, and
// every later `npm ci` fails with "Missing: … from lock file". This adds an entry (version and platform, no hash) for
// each. `--check` only tells how many are missing. Run it after each change of the lock file.
import { readFileSync, writeFileSync } from 'node:fs';

const osOf = {
  win32: 'win32',
  windows: 'win32',
  linuxmusl: 'linux',
  darwin: 'darwin',
  linux: 'linux',
  android: 'android',
};
const otherOs = ['freebsd', 'openbsd', 'netbsd', 'sunos', 'aix', 'openharmony'];
const cpus = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64'];

/** Where Node would look for `name` when it is asked for from the package at `at`, nearest first. */
const placesOf = (at, name) => {
  const parents =
    at === ''
      ? []
      : at.split('/node_modules/').map((_, i, parts) => parts.slice(0, parts.length - i).join('/node_modules/'));
  return [...parents.map((parent) => `${parent}/node_modules/${name}`), `node_modules/${name}`];
};

const platformOf = (name) => {
  const words = name.split(/[-/_.]/);
  const os = words
    .map((word) => osOf[word] ?? (otherOs.includes(word) ? word : undefined))
    .find((word) => word !== undefined);
  const cpu =
    words.find((word) => cpus.includes(word)) ?? (words.some((word) => word.startsWith('arm')) ? 'arm' : undefined);
  return { os, cpu };
};

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const missing = [];
for (const [at, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (!placesOf(at, name).some((place) => lock.packages[place] !== undefined)) {
      missing.push({ at, name, version, dev: entry.dev === true });
    }
  }
}
if (process.argv.includes('--check')) {
  console.log(`${missing.length} platform packages are missing from the lock file`);
  process.exit(missing.length === 0 ? 0 : 1);
}
for (const { at, name, version, dev } of missing) {
  const { os, cpu } = platformOf(name);
  if ((os === undefined && !/wasm/.test(name)) || !/^\d+\.\d+\.\d+/.test(version)) {
    throw new Error(`${name}@${version}, wanted by ${at}, is neither in the lock file nor a platform package`);
  }
  lock.packages[`node_modules/${name}`] = {
    version,
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(dev ? { dev: true } : {}),
    optional: true,
    ...(os === undefined ? {} : { os: [os] }),
  };
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${missing.length} platform packages added to the lock file`);
