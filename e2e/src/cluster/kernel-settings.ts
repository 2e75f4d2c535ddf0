import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** A kubelet sets these for the whole machine; none of them belongs to a namespace. */
const settings = [
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'kernel/panic',
  'kernel/panic_on_oops',
  'kernel/keys/root_maxkeys',
  'kernel/keys/root_maxbytes',
];

const path = (setting: string): string => `/proc/sys/${setting}`;

export const kernelSettings = (): Readonly<Record<string, string>> =>
  Object.fromEntries(settings.map((name) => [name, readFileSync(path(name), 'utf8').trim()]));

export const rememberKernelSettings = (file: string): void => writeFileSync(file, JSON.stringify(kernelSettings()));

/** As they were before the kubelet came. */
export const restoreKernelSettings = (file: string): void => {
  if (!existsSync(file)) return;
  const before = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;
  const now = kernelSettings();
  for (const [name, value] of Object.entries(before)) {
    if (settings.includes(name) && now[name] !== value) writeFileSync(path(name), value);
  }
};
