import { existsSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const killNow = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // has ended
  }
};

const commandLine = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};

/** containerd's shims outlive it; their command line names its socket, which lies in our directory. */
const killShims = (directory: string): void => {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const command = commandLine(pid);
    if (command.includes('containerd-shim') && command.includes(directory)) killNow(Number(pid));
  }
};

const podGroups = (): readonly string[] => {
  const root = '/sys/fs/cgroup';
  return [root, ...readdirSync(root).map((name) => join(root, name))]
    .map((group) => join(group, 'kubepods'))
    .filter((group) => existsSync(group));
};

const below = (group: string): readonly string[] => [
  ...readdirSync(group, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => below(join(group, entry.name))),
  group,
];

/** Containers that their shim left, found by their control group: this machine has no other kubelet. */
const killPods = (): void => {
  for (const group of podGroups().flatMap(below)) {
    for (const pid of readFileSync(join(group, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean))
      killNow(Number(pid));
  }
};

const removeGroups = (): void => {
  for (const group of podGroups().flatMap(below)) {
    try {
      rmdirSync(group);
    } catch {
      // a process in it is still ending; an empty group does no harm
    }
  }
};

/** Ends what containerd and kubelet leave behind when they are ended. */
export const removeLeftovers = async (directory: string): Promise<void> => {
  killShims(directory);
  killPods();
  await pause(500);
  removeGroups();
};
