import { defaultCacheDirectory, repositoryRoot } from '@nencho/local-stack';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type ListedImage, staleImages, usedLayers } from './stale-images.js';
import { tool, ToolFailure } from './tool.js';

export const serviceNames = ['gateway', 'identity', 'declaration', 'document', 'notification', 'retention'] as const;
export type ServiceName = (typeof serviceNames)[number];

export const imageRepository = 'localhost/nencho';

export type Image = {
  readonly name: string;
  /** An archive of uncompressed layers that containerd imports. */
  readonly archive: string;
};

const home = join(defaultCacheDirectory(), 'images');
const buildah = [
  'buildah',
  ...[
    '--root',
    join(home, 'storage', 'root'),
    '--runroot',
    join(home, 'storage', 'run'),
    '--storage-driver',
    'overlay',
  ],
];
const build = async (...args: readonly string[]): Promise<string> => (await tool([...buildah, ...args])).trim();

/** The name after FROM: the Dockerfiles are built as they are. */
const baseName = (): string => {
  const [, name] =
    /^ARG NODE_IMAGE=(\S+)$/m.exec(readFileSync(join(repositoryRoot, 'services/gateway/Dockerfile'), 'utf8')) ?? [];
  if (name === undefined) throw new Error('services/gateway/Dockerfile names no NODE_IMAGE');
  return `docker.io/library/${name}`;
};

const exists = async (name: string): Promise<boolean> =>
  build('images', '--quiet', name).then(
    (ids) => ids !== '',
    () => false,
  );

/** Node 24 and npm of this machine in the places where the official image has them; npm trusts what this machine does. */
const addNode = async (container: string, scratch: string): Promise<void> => {
  const npm = realpathSync((await tool(['sh', '-c', 'command -v npm'])).trim());
  const certificates = '/etc/ssl/certs/ca-certificates.crt';
  const links = join(scratch, 'links');
  mkdirSync(links);
  for (const name of ['npm', 'npx']) symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(links, name));
  writeFileSync(join(scratch, 'npmrc'), `cafile=${certificates}\nupdate-notifier=false\n`);
  await build('copy', container, realpathSync(process.execPath), '/usr/local/bin/node');
  await build('copy', container, dirname(dirname(npm)), '/usr/local/lib/node_modules/npm');
  await build('copy', container, links, '/usr/local/bin');
  await build('copy', container, certificates, certificates);
  await build('copy', container, join(scratch, 'npmrc'), '/usr/local/etc/npmrc');
};

/**
 * No registry is asked: a Debian of the same release with the same Node, committed under the name that the Dockerfiles
 * begin with. It stands in for the official image and is not it.
 */
const ensureBase = async (): Promise<void> => {
  const name = baseName();
  if (await exists(name)) return;
  mkdirSync(home, { recursive: true });
  const scratch = mkdtempSync(join(home, 'base-'));
  try {
    const archive = join(scratch, 'debian.tar');
    const [, release = 'bookworm'] = /-([a-z]+)-slim$/.exec(name) ?? [];
    await tool(['mmdebstrap', '--quiet', '--variant=minbase', '--include=libstdc++6', release, archive]);
    const container = await build('from', 'scratch');
    await build('add', container, archive, '/');
    await addNode(container, scratch);
    await build('config', '--env', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', container);
    await build('commit', '--rm', container, name);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

const idOf = async (name: string): Promise<string> => build('images', '--quiet', '--no-trunc', name);

/** The archive of an image as it is now; an older one of the same name goes. */
const exported = async (name: string, fileName: string): Promise<Image> => {
  const id = createHash('sha256')
    .update(await idOf(name))
    .digest('hex')
    .slice(0, 16);
  const directory = join(home, 'archives');
  const archive = join(directory, `${fileName}-${id}.tar`);
  if (!existsSync(archive)) {
    mkdirSync(directory, { recursive: true });
    await tool(['sh', '-c', `rm -f '${join(directory, fileName)}'-*.tar`]);
    await build('push', '--quiet', name, `docker-archive:${archive}.part:${name}`);
    renameSync(`${archive}.part`, archive);
  }
  return { name, archive };
};

/** One binary on nothing, for the helpers that a node brings along. */
const ensureBinaryImage = async (name: string, binary: string, user: string): Promise<Image> => {
  const label = createHash('sha256').update(readFileSync(binary)).digest('hex').slice(0, 16);
  const tagged = `localhost/${name}:${label}`;
  if (!(await exists(tagged))) {
    const container = await build('from', 'scratch');
    await build('copy', container, binary, `/${name}`);
    await build('config', '--entrypoint', JSON.stringify([`/${name}`]), '--user', user, container);
    await build('commit', '--rm', container, tagged);
  }
  return exported(tagged, name);
};

const serviceImage = (service: ServiceName): string => `${imageRepository}/${service}:cluster`;

const buildService = async (
  service: ServiceName,
): Promise<{ readonly image: Image; readonly layers: readonly string[] }> => {
  const name = serviceImage(service);
  const npmCache = (await tool(['npm', 'config', 'get', 'cache'])).trim();
  mkdirSync(npmCache, { recursive: true });
  const output = await tool(
    [
      ...[
        'nice',
        '-n',
        '5',
        ...buildah,
        'bud',
        '--layers',
        '--pull-never',
        '--isolation',
        'chroot',
        '--network',
        'host',
      ],
      ...['--volume', `${npmCache}:/root/.npm`, '--file', `services/${service}/Dockerfile`, '--tag', name, '.'],
    ],
    { cwd: repositoryRoot, timeoutMs: 1_800_000 },
  );
  return { image: await exported(name, service), layers: usedLayers(output) };
};

export type Contents = { readonly user: string; readonly files: readonly string[]; readonly bytes: number };

/** The user that an image runs as, every file in it and what they come to. */
export const contentsOf = async (name: string): Promise<Contents> => {
  const container = await build('from', '--pull-never', name);
  try {
    const root = await build('mount', container);
    const paths = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name));
    const user = await build('inspect', '--type', 'image', '--format', '{{.OCIv1.Config.User}}', name);
    const bytes = paths.reduce((sum, path) => sum + lstatSync(path).size, 0);
    return { user, files: paths.map((path) => relative(root, path)), bytes };
  } finally {
    await build('rm', container);
  }
};

export type Images = {
  readonly services: Readonly<Record<ServiceName, Image>>;
  readonly pause: Image;
  readonly coredns: Image;
};

/** Of everything that may go into the images, and a little more; undefined outside of a Git checkout. */
const sourceFingerprint = async (): Promise<string | undefined> => {
  const listed = await tool(['git', '-C', repositoryRoot, 'ls-files', '-co', '--exclude-standard', '-z']).catch(
    () => undefined,
  );
  if (listed === undefined) return undefined;
  const hash = createHash('sha256').update(await idOf(baseName()));
  const apart = /^(?:e2e\/src|e2e\/kubernetes|docs|charts|lint-fixtures)\//;
  for (const file of listed.split('\0').filter((name) => name !== '' && !apart.test(name))) {
    const path = join(repositoryRoot, file);
    if (existsSync(path)) hash.update(file).update(readFileSync(path));
  }
  return hash.digest('hex');
};

type Services = Readonly<Record<ServiceName, Image>>;
type Built = { readonly fingerprint: string; readonly services: Services };

const builtFile = join(home, 'built.json');

const kept = (fingerprint: string | undefined): Services | undefined => {
  if (fingerprint === undefined || !existsSync(builtFile)) return undefined;
  const built = JSON.parse(readFileSync(builtFile, 'utf8')) as Built;
  const whole = Object.values(built.services).every(({ archive }) => existsSync(archive));
  return built.fingerprint === fingerprint && whole ? built.services : undefined;
};

/**
 * Each change of the checkout leaves some two GB of layers: what the builds just now neither made nor used goes, newest
 * first, since nothing goes before what was made of it. What still stands below a present image stays.
 */
const removeStale = async (layers: readonly string[]): Promise<void> => {
  const listed = JSON.parse(await build('images', '--all', '--json')) as readonly (ListedImage & {
    readonly created: number;
  })[];
  const names = new Set([baseName(), ...serviceNames.map(serviceImage)]);
  const ours = listed.filter(
    ({ names: given }) => given === null || given.some((name) => name.startsWith(imageRepository)),
  );
  const newestFirst = ours.toSorted((one, other) => other.created - one.created);
  for (const id of staleImages(newestFirst, { names, layers })) {
    await build('rmi', id).catch((error: unknown) => {
      if (!(error instanceof ToolFailure)) throw error;
    });
  }
};

/** Asks buildah only when a file has changed: it looks at the whole context six times before it says so. */
const buildServices = async (): Promise<Services> => {
  const fingerprint = await sourceFingerprint();
  const before = kept(fingerprint);
  if (before !== undefined) return before;
  const built: Partial<Record<ServiceName, Image>> = {};
  const layers: string[] = [];
  for (const service of serviceNames) {
    const { image, layers: used } = await buildService(service); // the first compiles for all
    built[service] = image;
    layers.push(...used);
  }
  await removeStale(layers);
  const services = built as Services;
  if (fingerprint !== undefined) writeFileSync(builtFile, JSON.stringify({ fingerprint, services } satisfies Built));
  return services;
};

/** Builds the six images from their Dockerfiles; what has not changed comes from kept layers. */
export const buildImages = async (binaries: { readonly pause: string; readonly coredns: string }): Promise<Images> => {
  await ensureBase();
  return {
    services: await buildServices(),
    pause: await ensureBinaryImage('pause', binaries.pause, '65535:65535'),
    coredns: await ensureBinaryImage('coredns', binaries.coredns, '0:0'),
  };
};
