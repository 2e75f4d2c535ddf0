import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@nencho/local-stack';
import { parseAllDocuments } from 'yaml';
import { helm } from '../kubernetes/tools.js';
import type { Manifest } from './manifest.js';

export const chart = join(repositoryRoot, 'charts', 'nencho');
export const profiles = ['dev', 'standard', 'restricted'] as const;
export type Profile = (typeof profiles)[number];

/** A profile with the values of an example site. */
export const valuesOf = (profile: Profile): readonly string[] => [
  ...['-f', join(chart, 'profiles', `${profile}.yaml`)],
  ...['-f', join(chart, 'ci', `${profile}-values.yaml`)],
];

export type Outcome = { readonly ok: boolean; readonly output: string; readonly stdout: string };

export const runCommand = (command: string, args: readonly string[], input?: string): Outcome => {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    ...{ encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    ...(input === undefined ? {} : { input }),
  });
  return { ok: status === 0, output: `${stdout}${stderr}${error?.message ?? ''}`, stdout };
};

export const runHelm = async (...args: readonly string[]): Promise<Outcome> => runCommand(await helm(), args);

export const template = async (profile: Profile, ...extra: readonly string[]): Promise<Outcome> =>
  runHelm('template', 'season', chart, '--namespace', 'nencho', ...valuesOf(profile), ...extra);

/** The manifests of a text of many documents. */
export const manifestsOf = (text: string): readonly Manifest[] =>
  parseAllDocuments(text)
    .map((document) => document.toJS() as unknown)
    .filter((manifest): manifest is Manifest => manifest !== null && manifest !== undefined);

export const render = async (profile: Profile, ...extra: readonly string[]): Promise<readonly Manifest[]> => {
  const { ok, output, stdout } = await template(profile, ...extra);
  if (!ok) throw new Error(`helm template of the profile ${profile}:\n${output}`);
  return manifestsOf(stdout);
};

export const chartFile = (...path: readonly string[]): string => readFileSync(join(chart, ...path), 'utf8');
