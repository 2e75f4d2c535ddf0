import { existsSync, readFileSync } from 'node:fs';
import { hasGo, missingGo } from '../kubernetes/binaries.js';
import { tool } from './tool.js';

/** Debian packages: what each is asked for, and what for. */
const packages = {
  containerd: '/usr/bin/containerd',
  runc: '/usr/sbin/runc',
  iptables: '/usr/sbin/iptables',
  nftables: '/usr/sbin/nft',
  conntrack: '/usr/sbin/conntrack',
  'containernetworking-plugins': '/usr/lib/cni/ptp',
  iproute2: '/usr/bin/ip',
  buildah: '/usr/bin/buildah',
  mmdebstrap: '/usr/bin/mmdebstrap',
} as const;

const missing = (): readonly string[] =>
  Object.entries(packages).flatMap(([name, file]) => (existsSync(file) || existsSync(`/sbin/${name}`) ? [] : [name]));

/** Debian starts a containerd of its own when it can; this machine's services are none of our business. */
const quietly = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };

const install = async (names: readonly string[]): Promise<void> => {
  await tool(['apt-get', 'update', '--quiet'], { env: quietly });
  await tool(['apt-get', 'install', '--yes', '--quiet', '--no-install-recommends', ...names], { env: quietly });
};

const isDebian = (): boolean =>
  existsSync('/etc/os-release') && /^ID(?:_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));

/** Installs what is missing. @returns why there can be no node on this machine, if so */
export const whyNoNode = async (): Promise<string | undefined> => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a real node needs Linux and root';
  if (!(await hasGo())) return missingGo;
  if (missing().length === 0) return undefined;
  if (!isDebian()) return `not installed: ${missing().join(', ')}`;
  return install(missing()).then(
    () => undefined,
    (error: unknown) => `apt-get could not install ${missing().join(', ')}: ${String(error)}`,
  );
};
