import { type Db, MongoClient, type MongoClientOptions } from 'mongodb';
import { join } from 'node:path';
import { certificateFiles, combinedPemFile } from './certificate-files.js';
import { type DataDirectory } from './data-directory.js';
import { privateDirectory, readSecret } from './private-files.js';
import { type ServerSpec } from './server.js';

const replicaSet = 'rs0';
const user = 'nencho';

export type MongodOptions = { readonly data: DataDirectory; readonly binary: string; readonly port: number };

/** What services get as MONGODB_URI. */
export const mongodUri = ({ data, port }: Omit<MongodOptions, 'binary'>): string => {
  const caFile = encodeURIComponent(certificateFiles(data.certificates, 'mongod').caFile);
  const password = readSecret(data.secrets.mongodb);
  return `mongodb://${user}:${password}@127.0.0.1:${port}/?replicaSet=${replicaSet}&authSource=admin&tls=true&tlsCAFile=${caFile}`;
};

const withAdmin = async <T>(uri: string, options: MongoClientOptions, run: (admin: Db) => Promise<T>): Promise<T> => {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 1_000, connectTimeoutMS: 2_000, ...options });
  try {
    return await run(client.db('admin'));
  } finally {
    await client.close();
  }
};

type Hello = { readonly setName?: string; readonly isWritablePrimary?: boolean };

type ReplicaSetConfig = { readonly version: number; readonly members: readonly { readonly host: string }[] };

/** The member address is written into the data: after a change of the port the set must be told. */
const moveMember = async (admin: Db, address: string): Promise<void> => {
  const { config } = (await admin.command({ replSetGetConfig: 1 })) as unknown as { config: ReplicaSetConfig };
  const [member] = config.members;
  if (member !== undefined && member.host !== address) {
    const moved = { ...config, version: config.version + 1, members: [{ ...member, host: address }] };
    await admin.command({ replSetReconfig: moved, force: true });
  }
};

/** Brings the set one step on; true when it is a primary that accepts our user. */
const advance = async (options: MongodOptions): Promise<boolean> => {
  const { data, port } = options;
  const address = `127.0.0.1:${port}`;
  const tls = { directConnection: true, tls: true, tlsCAFile: certificateFiles(data.certificates, 'mongod').caFile };
  const password = readSecret(data.secrets.mongodb);
  const asUser = { ...tls, auth: { username: user, password }, authSource: 'admin' };
  // Until there is a user, mongod lets a connection from this machine set up the replica set and the first user.
  const hello = await withAdmin(`mongodb://${address}`, tls, async (admin): Promise<Hello> => {
    const state: Hello = await admin.command({ hello: 1 });
    if (state.isWritablePrimary === true) {
      await admin.command({ createUser: user, pwd: password, roles: ['root'] }).catch(ignoreExistingUser);
    } else if (state.setName === undefined) {
      const config = { _id: replicaSet, members: [{ _id: 0, host: address }] };
      await admin.command({ replSetInitiate: config }).catch(ignoreExistingUser);
    }
    return state;
  });
  return withAdmin(`mongodb://${address}`, asUser, async (admin) => {
    if (hello.isWritablePrimary !== true) {
      await moveMember(admin, address);
      return false;
    }
    await admin.command({ usersInfo: 1 });
    return true;
  });
};

/** Once users exist, setting up anew is refused: then the connection with our user decides. */
const ignoreExistingUser = (error: unknown): void => {
  const code = typeof error === 'object' && error !== null && 'codeName' in error ? error.codeName : undefined;
  if (code !== 'Unauthorized' && code !== 'AlreadyInitialized') {
    throw error;
  }
};

/** A replica set of one (transactions need a set), with TLS and users like in production. */
export const mongodSpec = (options: MongodOptions): ServerSpec => {
  const { data, binary, port } = options;
  const directory = join(data.root, 'mongod');
  const { caFile } = certificateFiles(data.certificates, 'mongod');
  const args = [
    ...['--dbpath', directory, '--bind_ip', '127.0.0.1', '--port', String(port), '--nounixsocket'],
    ...['--replSet', replicaSet, '--oplogSize', '128', '--keyFile', data.secrets.mongodbKeyFile],
    ...['--tlsMode', 'requireTLS', '--tlsCAFile', caFile, '--tlsAllowConnectionsWithoutCertificates'],
    ...['--tlsCertificateKeyFile', combinedPemFile(data.certificates, 'mongod')],
    ...['--wiredTigerCacheSizeGB', '0.25', '--setParameter', 'diagnosticDataCollectionEnabled=false', '--quiet'],
    // A process that dies in a transaction leaves its rows locked: 60 s by default, longer than anybody waits.
    ...['--setParameter', 'transactionLifetimeLimitSeconds=15'],
  ];
  return {
    process: {
      name: 'mongod',
      command: binary,
      args,
      logFile: join(data.logs, 'mongod.log'),
      pidFile: join(data.run, 'mongod.pid'),
    },
    timeoutMs: 90_000,
    wayOut: 'or set MONGODB_URI to use an existing replica set',
    prepare: async () => {
      privateDirectory(directory);
      return Promise.resolve();
    },
    probe: async () => advance(options),
  };
};

/** Is there a replica set that lets us in? */
export const probeMongodb = async (uri: string): Promise<boolean> =>
  withAdmin(uri, {}, async (admin) => {
    const hello: Hello = await admin.command({ hello: 1 });
    return hello.setName !== undefined;
  });
