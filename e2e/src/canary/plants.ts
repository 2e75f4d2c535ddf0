import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import type { SystemState } from '@nencho/local-stack/system';
import { createKafka } from '@nencho/messaging';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { serviceTemporaryDirectory } from '../harness/system-under-test.js';
import { allBytes, asciiText, plantedForms, type Marker } from './marker.js';

/** A leak made on purpose: what lies there, and how to take it away again. */
export type Plant = { readonly sink: string; readonly remove: () => Promise<void> };

const filePlant = (sink: string, file: string, marker: Marker): Plant => {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, allBytes(marker));
  return {
    sink,
    remove: async () => {
      rmSync(file);
      return Promise.resolve();
    },
  };
};

const databasePlant = async (
  { mongodbUri }: SystemState,
  database: string,
  collection: string,
  marker: Marker,
): Promise<Plant> => {
  const connection = await mongoose.createConnection(mongodbUri).asPromise();
  const rows = connection.getClient().db(database).collection(collection);
  const forms = plantedForms(marker).map(({ encoding, bytes }) => ({ encoding, bytes }));
  const { insertedId } = await rows.insertOne({ forms, text: marker.text, amount: marker.number });
  return {
    sink: `${database}.${collection}`,
    remove: async () => {
      await rows.deleteOne({ _id: insertedId });
      await connection.close();
    },
  };
};

const kafkaPlant = async ({ kafka, caFile }: SystemState, marker: Marker): Promise<Plant> => {
  const client = createKafka({
    ...{ ...kafka, caFile: kafka.caFile ?? caFile, clientId: 'canary' },
    logger: { info: () => undefined, warn: () => undefined },
  });
  const topic = `canary.${randomBytes(4).toString('hex')}`;
  const [admin, producer] = [client.admin(), client.producer()];
  await admin.connect();
  await producer.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1, replicationFactor: 1 }], waitForLeaders: true });
  await producer.send({ topic, messages: plantedForms(marker).map(({ bytes }) => ({ key: 'canary', value: bytes })) });
  await producer.disconnect();
  return {
    sink: 'kafka',
    remove: async () => {
      await admin.deleteTopics({ topics: [topic] });
      await admin.disconnect();
    },
  };
};

/** A realm of Keycloak's own with the marker in its attributes: written by Keycloak into its database. */
const keycloakPlant = async ({ keycloak }: SystemState, marker: Marker): Promise<Plant> => {
  const answer = await fetch(`${keycloak.url}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: keycloak.adminClientId,
      client_secret: readFileSync(keycloak.adminClientSecretFile, 'utf8').trim(),
    }),
  });
  const { access_token: token } = (await answer.json()) as { readonly access_token: string };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const realm = `canary-${randomBytes(4).toString('hex')}`;
  const attributes = Object.fromEntries(
    asciiText(marker)
      .split('\n--\n')
      .map((text, index) => [`form${index}`, text]),
  );
  const created = await fetch(`${keycloak.url}/admin/realms`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ realm, enabled: false, attributes }),
  });
  if (!created.ok) throw new Error(`planting in Keycloak answered ${created.status}`);
  await pause(3_000); // its database writes within a second
  return {
    sink: 'keycloak',
    remove: async () => {
      await fetch(`${keycloak.url}/admin/realms/${realm}`, { method: 'DELETE', headers });
    },
  };
};

/** By SMTP as a service would send it. */
const mailPlant = async ({ mail }: SystemState, marker: Marker): Promise<Plant> => {
  const { hostname, port } = new URL(mail.smtpUrl);
  const socket = connect(Number(port), hostname);
  await once(socket, 'data');
  const body =
    Buffer.from(asciiText(marker))
      .toString('base64')
      .match(/.{1,76}/g) ?? [];
  const headers = [
    'Subject: plant',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
  ];
  const text = [...headers, ...body, '.'].join('\r\n');
  for (const line of ['HELO canary', 'MAIL FROM:<a@nencho.example>', 'RCPT TO:<b@nencho.example>', 'DATA', text]) {
    socket.write(`${line}\r\n`);
    await once(socket, 'data');
  }
  socket.destroy();
  return { sink: 'mail', remove: async () => Promise.resolve() };
};

/** A blob as the services would put one. */
const objectPlant = async ({ objectStore }: SystemState, marker: Marker): Promise<Plant> => {
  const { url, account, keyFile, caFile } = objectStore;
  const credential = new StorageSharedKeyCredential(account, readFileSync(keyFile, 'utf8').trim());
  const trust = caFile === undefined ? {} : { tlsOptions: { ca: readFileSync(caFile, 'utf8') } };
  const options = { retryOptions: { maxTries: 3 }, ...trust };
  const container = new BlobServiceClient(url, credential, options).getContainerClient('canary');
  await container.createIfNotExists();
  const bytes = allBytes(marker);
  await container.uploadBlockBlob(`plant-${randomBytes(4).toString('hex')}`, bytes, bytes.length);
  return {
    sink: 'object store',
    remove: async () => {
      await container.deleteIfExists();
    },
  };
};

const tracePlant = async (url: string, marker: Marker): Promise<Plant> => {
  const attributes = [{ key: 'canary', value: { stringValue: asciiText(marker) } }];
  const span = { name: 'plant', kind: 1, traceId: '0'.repeat(32), spanId: '0'.repeat(16), attributes };
  const body = JSON.stringify({ resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ spans: [span] }] }] });
  // The planted escapes are the body's own, not text that is escaped once more.
  await fetch(`${url}/v1/traces`, { method: 'POST', body: body.replaceAll('\\\\', '\\') });
  return { sink: 'traces', remove: async () => Promise.resolve() };
};

/** A probe port that answers the marker. @returns the system with it among its instances */
export const plantMetrics = async (
  state: SystemState,
  marker: Marker,
): Promise<{ readonly state: SystemState; readonly plant: Plant }> => {
  const server = createServer((_request, response) => response.end(allBytes(marker)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: probePort } = server.address() as AddressInfo;
  const [instance] = state.instances;
  if (instance === undefined) throw new Error('the system has no instance');
  return {
    state: { ...state, instances: [...state.instances, { ...instance, name: 'plant', probePort }] },
    plant: { sink: 'metrics', remove: async () => Promise.resolve(void server.close()) } satisfies Plant,
  };
};

/** Plants the marker in every sink. */
export const plantEverywhere = async (
  state: SystemState,
  tracesUrl: string,
  marker: Marker,
): Promise<readonly Plant[]> => {
  const { dataDirectory, logDirectory } = state;
  const temporary = serviceTemporaryDirectory(dataDirectory);
  return [
    await databasePlant(state, 'nencho_canary', 'unsealed', marker),
    await databasePlant(state, 'nencho_declaration', 'dead_letters', marker),
    await kafkaPlant(state, marker),
    await keycloakPlant(state, marker),
    await mailPlant(state, marker),
    await tracePlant(tracesUrl, marker),
    await objectPlant(state, marker),
    filePlant('logs', join(logDirectory, 'canary-plant.log'), marker),
    filePlant('temporary files', join(temporary, 'canary-plant'), marker),
    filePlant('core and heap files', join(temporary, 'Heap.20261125.120000.1.0.001.heapsnapshot'), marker),
    filePlant('core and heap files', join(dataDirectory, 'core.424242'), marker),
  ];
};
