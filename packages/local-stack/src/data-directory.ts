import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureCertificates } from './certificates.js';
import { stopRecorded } from './managed-process.js';
import { runningProcesses } from './pid-file.js';
import { ensureFile, ensureSecretFile, privateDirectory } from './private-files.js';
import { serviceNames } from './service-names.js';
import { StackError } from './stack-error.js';

const certificateNames = [...serviceNames, 'mongod', 'kafka', 'objects', 'ledger', 'key-vault'];

/** Everything that outlives a start: data of the servers, keys, certificates, secrets, logs, pid files. */
export type DataDirectory = {
  readonly root: string;
  readonly certificates: string;
  readonly run: string;
  readonly logs: string;
  readonly portsFile: string;
  readonly keys: {
    readonly localKeyDirectory: string;
    /** private keys of the services; here all in one directory, in a cluster each with its service alone */
    readonly systemKeyDirectory: string;
    /** the public halves, which everybody reads and no service writes */
    readonly verificationKeyDirectory: string;
    /** weekly keys of the logs' pseudonyms: all that services write of keys */
    readonly pseudonymKeyDirectory: string;
    readonly cursorKeyFile: string;
    readonly sessionKeyFile: string;
  };
  readonly secrets: {
    readonly mongodb: string;
    readonly mongodbKeyFile: string;
    readonly kafka: string;
    readonly keycloakAdmin: string;
    readonly identityClient: string;
    readonly gatewayClient: string;
    /** password of the local operator */
    readonly operator: string;
    /** account keys of the object stores, base64 */
    readonly objectStore: string;
    readonly ledgerStore: string;
  };
};

const markerName = '.nencho-data';

const layout = (root: string): DataDirectory => {
  const keys = join(root, 'keys');
  const secrets = join(root, 'secrets');
  return {
    root,
    certificates: join(root, 'certificates'),
    run: join(root, 'run'),
    logs: join(root, 'logs'),
    portsFile: join(root, 'ports.json'),
    keys: {
      localKeyDirectory: join(keys, 'tenants'),
      systemKeyDirectory: join(keys, 'system'),
      verificationKeyDirectory: join(keys, 'verification'),
      pseudonymKeyDirectory: join(keys, 'pseudonyms'),
      cursorKeyFile: join(keys, 'cursor.key'),
      sessionKeyFile: join(keys, 'session.key'),
    },
    secrets: {
      mongodb: join(secrets, 'mongodb'),
      mongodbKeyFile: join(secrets, 'mongodb-keyfile'),
      kafka: join(secrets, 'kafka'),
      keycloakAdmin: join(secrets, 'keycloak-admin-client'),
      identityClient: join(secrets, 'identity-client'),
      gatewayClient: join(secrets, 'gateway-client'),
      operator: join(secrets, 'operator.password'),
      objectStore: join(secrets, 'object-store.key'),
      ledgerStore: join(secrets, 'ledger-store.key'),
    },
  };
};

/** 32 random bytes in base64, as `openssl rand -base64 32` prints them. */
const newKeyText = (): string => `${randomBytes(32).toString('base64')}\n`;

const requireOurs = (root: string): void => {
  const foreign = existsSync(root) && readdirSync(root).length > 0 && !existsSync(join(root, markerName));
  if (foreign) {
    throw new StackError(`${root} holds something else than data of nencho; name another data directory`);
  }
};

/** A pair to sign with, Ed25519: `<name>.key` where private keys are, `<name>.pub` where everybody reads. */
const ensureSigningKeys = (
  { systemKeyDirectory, verificationKeyDirectory }: DataDirectory['keys'],
  name: string,
): void => {
  const key = ensureFile(join(systemKeyDirectory, `${name}.key`), () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  ensureFile(join(verificationKeyDirectory, `${name}.pub`), () =>
    createPublicKey(readFileSync(key)).export({ type: 'spki', format: 'pem' }),
  );
};

/**
 * System keys: each service signs its events with a key of its own; retention signs the ledger, the certificates and the
 * ends of audit exports with another, and seals the termination records with a third.
 */
const ensureSystemKeys = (keys: DataDirectory['keys']): void => {
  for (const service of serviceNames) ensureSigningKeys(keys, `events-${service}`);
  ensureSigningKeys(keys, 'erasure-signing');
  ensureFile(join(keys.systemKeyDirectory, 'termination.key'), newKeyText);
};

/** Makes the directory with all keys, certificates and secrets; what is there already stays. */
export const openDataDirectory = async (path: string, now = new Date()): Promise<DataDirectory> => {
  const root = resolve(path);
  requireOurs(root);
  const data = layout(root);
  ensureFile(
    join(privateDirectory(root), markerName),
    () => 'data of a local nencho; `npm start -- --fresh` removes it\n',
  );
  const { localKeyDirectory, systemKeyDirectory, verificationKeyDirectory, pseudonymKeyDirectory } = data.keys;
  for (const directory of [data.run, data.logs, localKeyDirectory, systemKeyDirectory]) privateDirectory(directory);
  for (const directory of [verificationKeyDirectory, pseudonymKeyDirectory]) privateDirectory(directory);
  ensureFile(data.keys.cursorKeyFile, newKeyText);
  ensureFile(data.keys.sessionKeyFile, newKeyText);
  const { mongodbKeyFile, objectStore, ledgerStore, ...texts } = data.secrets;
  ensureFile(mongodbKeyFile, () => `${randomBytes(96).toString('base64')}\n`);
  ensureFile(objectStore, newKeyText);
  ensureFile(ledgerStore, newKeyText);
  for (const file of Object.values(texts)) {
    ensureSecretFile(file);
  }
  ensureSystemKeys(data.keys);
  const { renewed } = await ensureCertificates(data.certificates, certificateNames, now);
  if (renewed) {
    await stopProcessesOf(data.run);
  }
  return data;
};

/** Ends every process that a pid file names, whoever started it. @returns their names */
export const stopProcessesOf = async (runDirectory: string): Promise<readonly string[]> => {
  const stopped = await Promise.all(
    runningProcesses(runDirectory).map(async ({ file, record }) => {
      await stopRecorded(file);
      return record.name;
    }),
  );
  return stopped;
};

/** Ends what still runs on the data and removes it. */
export const removeDataDirectory = async (path: string): Promise<void> => {
  const root = resolve(path);
  requireOurs(root);
  await stopProcessesOf(layout(root).run);
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
};
