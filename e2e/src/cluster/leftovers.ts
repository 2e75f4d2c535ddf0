import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
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

const root = '/sys/fs/cgroup';
const group = '/nencho-cluster';

/** With version 1 each controller has a tree of its own, with version 2 there is one. */
const trees = (): readonly string[] =>
  existsSync(join(root, 'cgroup.procs'))
    ? [root]
    : readdirSync(root)
        .map((name) => join(root, name))
        .filter((tree) => existsSync(join(tree, 'cgroup.procs')));

/** A control group of our own for all pods: what else this machine runs in containers is told apart. */
export const openControlGroup = (): string => {
  for (const tree of trees()) mkdirSync(join(tree, group), { recursive: true });
  return group;
};

const below = (directory: string): readonly string[] => [
  ...readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => below(join(directory, entry.name))),
  directory,
];

const ourGroups = (): readonly string[] =>
  trees()
    .map((tree) => join(tree, group))
    .filter((directory) => existsSync(directory))
    .flatMap(below);

const killContainers = (): void => {
  for (const directory of ourGroups()) {
    for (const pid of readFileSync(join(directory, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean)) {
      killNow(Number(pid));
    }
  }
};

const removeGroups = (): void => {
  for (const directory of ourGroups()) {
    try {
      rmdirSync(directory);
    } catch {
      // a process in it is still ending; an empty group does no harm
    }
  }
};

/** Ends what containerd and kubelet leave behind when they are ended. */
export const removeLeftovers = async (directory: string): Promise<void> => {
  killShims(directory);
  killContainers();
  await pause(500);
  removeGroups();
};
