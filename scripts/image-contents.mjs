// What the image of a service holds under /app: the compiled service, the workspace packages and the third-party
// packages that it needs in production, each once, at the place where Node looks for it. Nothing of development goes in.
// usage, in a built checkout: node scripts/image-contents.mjs SERVICE TARGET
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '..');

const manifestOf = (directory) => JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));

/** The names that a package cannot run without, and those optional ones that this platform has. */
const wantedBy = ({
  dependencies = {},
  optionalDependencies = {},
  peerDependencies = {},
  peerDependenciesMeta = {},
}) => [
  ...Object.keys(dependencies)
    .filter((name) => !(name in optionalDependencies))
    .map((name) => ({ name, must: true })),
  ...Object.keys(optionalDependencies).map((name) => ({ name, must: false })),
  ...Object.keys(peerDependencies)
    .filter((name) => peerDependenciesMeta[name]?.optional !== true)
    .map((name) => ({ name, must: false })),
];

/** Where Node finds `name` for a file in `directory`; a place in the checkout, a link is not followed. */
const placeOf = (name, directory) => {
  for (let at = directory; ; at = dirname(at)) {
    const place = join(at, 'node_modules', name);
    if (existsSync(join(place, 'package.json'))) return place;
    if (at === root) return undefined;
  }
};

const notAtRuntime = /\.(?:map|tsx?|[cm]ts|md|markdown|tsbuildinfo|flow)$/;
const ourTests = /(?:\.test\.js|[/\\]testing)$/;
const theirTestFile = /\.(?:test|spec)\.[cm]?js$/;
const theirTests = new Set(['test', 'tests', '__tests__', 'example', 'examples', 'benchmark', 'benchmarks']);

/** Workspace packages carry `files` of their package.json, or `dist`. */
const copyOurs = (directory, { files = ['dist'] }, target) => {
  const to = join(target, relative(root, directory));
  cpSync(join(directory, 'package.json'), join(to, 'package.json'));
  for (const name of files) {
    const filter = (path) => !notAtRuntime.test(path) && !ourTests.test(path);
    cpSync(join(directory, name), join(to, name), { recursive: true, filter });
  }
};

const always = /^(?:package\.json|licen[cs]e.*|notice.*)$/i;

/** `parts`: the entries that are needed of a package which brings much more. */
const copyTheirs = (directory, parts, target) => {
  const filter = (path) => {
    const inside = relative(directory, path);
    const [entry = ''] = inside.split(sep);
    if (notAtRuntime.test(inside) || theirTestFile.test(inside)) return false;
    if (inside === 'node_modules' || theirTests.has(inside)) return false;
    return parts === undefined || entry === '' || always.test(entry) || parts.includes(entry);
  };
  cpSync(directory, join(target, relative(root, directory)), { recursive: true, filter });
};

const link = (place, directory, target) => {
  const at = join(target, relative(root, place));
  mkdirSync(dirname(at), { recursive: true });
  symlinkSync(relative(dirname(at), join(target, relative(root, directory))), at);
};

/** @returns the places of the packages that were copied, relative to the checkout */
export const collectImage = (service, target) => {
  const copied = new Set();
  const { imageParts = {} } = manifestOf(join(root, 'services', service));
  const visit = (directory) => {
    const here = relative(root, directory);
    if (copied.has(here)) return;
    copied.add(here);
    const manifest = manifestOf(directory);
    if (here.split(sep).includes('node_modules')) {
      copyTheirs(directory, imageParts[manifest.name], target);
    } else {
      copyOurs(directory, manifest, target);
    }
    for (const { name, must } of wantedBy(manifest)) {
      const place = placeOf(name, directory);
      if (place === undefined) {
        if (must) throw new Error(`${here} needs ${name}, which is not installed`);
        continue;
      }
      const real = realpathSync(place);
      if (real !== place && !existsSync(join(target, relative(root, place)))) link(place, real, target);
      visit(real);
    }
  };
  visit(join(root, 'services', service));
  cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
  return [...copied].toSorted();
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [service, target] = process.argv.slice(2);
  if (service === undefined || target === undefined) {
    throw new Error(`usage: node scripts/${basename(import.meta.filename)} SERVICE TARGET`);
  }
  console.log(`${service}: ${collectImage(service, resolve(target)).length} packages`);
}
