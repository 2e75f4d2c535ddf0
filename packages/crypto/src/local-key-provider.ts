import { randomBytes } from 'node:crypto';
import { AppError } from '@nencho/kernel';
import { joinParts, unwrapKey, wrapKey } from './envelope.js';
import type { KeyProvider, KeyState } from './key-provider.js';
import { keyUnavailable } from './key-unavailable.js';
import { type LocalKeyFiles, localKeyFiles, versionText } from './local-key-files.js';

const purpose = (name: string, version: string): Buffer => joinParts('nencho/kek/1', name, version);

const stateOf = async (files: LocalKeyFiles, name: string): Promise<KeyState> => {
  const { versions, disabled } = await files.find(name);
  if (versions.length === 0) return 'gone';
  return disabled ? 'disabled' : 'active';
};

/** The versions of a key that may be used now. */
const usable = async (files: LocalKeyFiles, name: string): Promise<readonly number[]> => {
  const { versions, disabled } = await files.find(name);
  if (versions.length === 0) throw keyUnavailable('a KEK file is not there');
  if (disabled) throw keyUnavailable('a KEK is disabled');
  return versions;
};

const newest = (versions: readonly number[]): number => versions.at(-1) ?? 0;

const rotate = async (files: LocalKeyFiles, name: string, from: string): Promise<string> => {
  const versions = await usable(files, name);
  const current = newest(versions);
  if (versionText(current) !== from) return versionText(current);
  await files.add(name, current + 1);
  return versionText(current + 1);
};

/**
 * KEKs as files of a directory that lies outside the databases' own: for development, tests and a single machine.
 * A destroyed key is gone at once: a directory has no retention. Refuses to serve production, where keys must not be
 * exportable.
 */
export const localKeyProvider = ({
  directory,
  environment,
}: {
  readonly directory: string;
  readonly environment: string;
}): KeyProvider => {
  if (environment === 'production') {
    throw new AppError('validation_failed', 'the local key provider does not serve production', {
      violations: [{ path: 'KEY_PROVIDER', rule: 'local_key_provider_in_production' }],
    });
  }
  const files = localKeyFiles(directory);
  const setDisabled = async (name: string, disabled: boolean): Promise<void> => {
    const state = await stateOf(files, name);
    if (state === 'gone' && !disabled) throw keyUnavailable('a KEK that is gone cannot be enabled');
    if (state === (disabled ? 'active' : 'disabled')) await files.setDisabled(name, disabled);
  };
  return {
    nameFor: (tenantId) => `tenant-${tenantId}`,
    placeOf: (name) => `file:${directory}/${name}`,
    createKey: async (name) => files.add(name, 1),
    wrap: async (name, key) => {
      const current = newest(await usable(files, name));
      const version = versionText(current);
      return { version, wrapped: wrapKey(await files.read(name, current), purpose(name, version), key, randomBytes) };
    },
    unwrap: async (name, version, wrapped) => {
      const found = (await usable(files, name)).find((each) => versionText(each) === version);
      if (found === undefined) throw keyUnavailable('a KEK version is unknown');
      return unwrapKey(await files.read(name, found), purpose(name, version), wrapped);
    },
    rotate: async (name, from) => rotate(files, name, from),
    disable: async (name) => setDisabled(name, true),
    enable: async (name) => setDisabled(name, false),
    destroy: async (name) => files.remove(name),
    state: async (name) => stateOf(files, name),
  };
};
