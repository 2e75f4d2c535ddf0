import { beforeAll, describe, expect, test } from '@jest/globals';
import { signInOperator } from '@nencho/testing';
import mongoose from 'mongoose';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { killNow, testedSystem } from '../harness/system-under-test.js';
import { tokensOf } from '../isolation/tenant.js';
import { inPool } from '../season/api.js';
import { playSeason, type PlayedSeason } from '../season/season.js';
import { canaryCast } from './cast.js';
import { attachCanaries } from './certificates.js';
import { newBait, provokeErrors, type Provoked } from './hostile.js';
import { newMarker, plantedForms, textFormsOf, textSinks } from './marker.js';
import { plantEverywhere, plantMetrics } from './plants.js';
import { createScanner, type Hit } from './scanner.js';
import { sinksOf, sweepSinks } from './sinks.js';

const peopleInSeason = 8;
const system = testedSystem();
const tracesUrl = process.env['NENCHO_E2E_TRACES'] ?? '';
const cast = canaryCast();
let season: PlayedSeason;
let provoked: Provoked;
const attached = new Set<string>();
const marker = newMarker();
const isMarker = ({ canary }: Hit): boolean => canary === marker.text || canary === String(marker.number);
/** Of one sweep for both: the canaries of the season, and the marker that is planted everywhere. */
let hits: readonly Hit[];
let sinkNames: readonly string[];

/** What people and HR get out of the system on paper and as files. */
const exportAll = async ({ employees, hr, campaignId }: PlayedSeason): Promise<void> => {
  await inPool(employees, 2, async ({ api, declarationId }) =>
    api.download(`/api/v1/declarations/${declarationId}/slip.pdf`),
  );
  await hr.download(`/api/v1/campaigns/${campaignId}/results.csv`);
  for (const { person } of employees) {
    await hr.send('POST', '/api/v1/employees/search', { q: person.givenName });
    await hr.send('POST', '/api/v1/declarations/search', { campaignId, q: person.familyKana });
  }
};

/** Signals that make a process of Node show its inside, unless it is told not to. */
const inspecting = ['SIGUSR1', 'SIGUSR2', 'SIGQUIT'] as const;

const pidOf = (name: string): number =>
  (JSON.parse(readFileSync(`${system.runDirectory}/${name}.pid`, 'utf8')) as { readonly pid: number }).pid;

const readyAgain = async (): Promise<void> => {
  for (const { probePort } of system.instances) {
    for (let tries = 0; ; tries += 1) {
      const response = await fetch(`http://127.0.0.1:${probePort}/readyz`).catch(() => undefined);
      await response?.body?.cancel();
      if (response?.ok === true) break;
      if (tries > 600) throw new Error('an instance does not come back');
      await pause(200);
    }
  }
};

beforeAll(async () => {
  season = await playSeason(system, peopleInSeason, {
    recast: cast.recast,
    beforeDeclaring: attachCanaries(cast, (id) => attached.add(id)),
  });
  await exportAll(season);
  const admin = await tokensOf(system, `${season.tenantCode}.admin`, season.adminPassword);
  const operator = await signInOperator({
    issuer: `${system.publicBaseUrl}/auth/realms/nencho-ops`,
    username: system.operator.username,
    password: readFileSync(system.operator.passwordFile, 'utf8').trim(),
  });
  const tokens = { user: await admin.accessToken(), operator };
  provoked = await provokeErrors(system, season, tokens, newBait(cast));
  // Once more with the database going away in the middle: what drivers say of it is written down, too.
  const disturbed = provokeErrors(system, season, tokens, newBait(cast));
  await pause(1_000);
  killNow(system, 'mongod');
  await disturbed.catch(() => undefined); // its sign-in may fall into the gap
  await readyAgain();
  for (const signal of inspecting) {
    process.kill(pidOf('declaration-1'), signal);
    process.kill(pidOf('identity-1'), signal);
    await pause(300);
    await readyAgain();
  }
  process.kill(pidOf('declaration-2'), 'SIGABRT'); // dumps its core where the machine lets it
  await pause(2_000);
  await readyAgain();
  const metrics = await plantMetrics(system, marker);
  const plants = [metrics.plant, ...(await plantEverywhere(system, tracesUrl, marker))];
  try {
    const sinks = sinksOf(metrics.state, tracesUrl);
    sinkNames = sinks.map(({ name }) => name);
    const { texts, numbers } = cast.canaries();
    hits = await sweepSinks(
      sinks,
      createScanner({ texts: [...texts, marker.text], numbers: [...numbers, marker.number] }),
    );
  } finally {
    for (const { remove } of plants) await remove();
  }
}, 900_000);

describe('the canary sweep', () => {
  test('provokes errors on every route and every RPC, and none is answered beside the form of errors', () => {
    expect(provoked.requests).toBeGreaterThan(250);
    expect(provoked.calls).toBeGreaterThan(150);
    expect(provoked.broken).toEqual([]);
    expect(attached.size).toBe(2 * peopleInSeason);
  });

  test('finds a marker in every sink, in every encoding that the sink can carry', () => {
    const placesOf = (pattern: RegExp) => hits.filter((hit) => isMarker(hit) && pattern.test(hit.place));
    const seen = (found: readonly Hit[]) =>
      new Set(
        found.map(
          ({ encoding, canary, place }) =>
            `${canary === marker.text ? '' : 'number '}${encoding}${/\(/.test(place) ? ` in ${place.replace(/^[^(]*/, '')}` : ''}`,
        ),
      );
    const bare = plantedForms(marker)
      .map(({ encoding }) => encoding)
      .filter((encoding) => !/ in /.test(encoding));
    const textual = bare.filter((encoding) => textFormsOf(marker).has(encoding));
    const sinks: Readonly<Record<string, RegExp>> = {
      database: /^nencho_canary\.unsealed/,
      'dead letters': /^nencho_declaration\.dead_letters/,
      oplog: /^local\.oplog\.rs/,
      kafka: /^kafka\/.*canary/,
      keycloak: /^keycloak\//,
      mail: /^mail /,
      traces: /^traces/,
      logs: /^logs\/canary-plant/,
      'object store': /^objects\//,
      'temporary files': /\.tmp\/canary-plant/,
      'heap files': /heapsnapshot/,
      'core files': /core\.424242/,
      metrics: /^metrics of plant/,
    };
    for (const [name, pattern] of Object.entries(sinks)) {
      const found = seen(placesOf(pattern));
      const wanted = textSinks.includes(name) ? textual : bare;
      expect([name, wanted.filter((encoding) => !found.has(encoding))]).toEqual([name, []]);
      const held = [...found].filter((encoding) => encoding.includes(' in '));
      for (const container of textSinks.includes(name) ? ['base64'] : ['gzip', 'zip', 'zlib', 'zstd', 'base64']) {
        expect([name, container, held.some((encoding) => encoding.includes(`(${container})`))]).toEqual([
          name,
          container,
          true,
        ]);
      }
    }
    expect(placesOf(/^nencho_canary\.unsealed as a number/).length).toBeGreaterThan(0);
  });

  test('finds no name, address, mail address, amount or number of the season in any sink', () => {
    const canaries = cast.canaries();
    expect(canaries.texts.length).toBeGreaterThan(60);
    expect(canaries.numbers.length).toBeGreaterThan(20);
    expect(sinkNames).toEqual(
      expect.arrayContaining(['mongodb', 'kafka', 'keycloak', 'objects', 'logs', 'mail', 'traces', 'metrics']),
    );
    expect(hits.filter((hit) => !isMarker(hit))).toEqual([]);
  });

  test('twin: one card that is not sealed is found, in its place', async () => {
    const {
      texts: [name = ''],
      numbers: [amount = 0],
    } = cast.canaries();
    const connection = await mongoose.createConnection(system.mongodbUri, { dbName: 'nencho_twin' }).asPromise();
    try {
      await connection.collection('people').insertOne({ card: { name }, pay: amount });
      const databases = sinksOf(system, tracesUrl).filter((sink) => sink.name === 'mongodb');
      const found = await sweepSinks(databases, createScanner({ texts: [name], numbers: [amount] }));
      expect(found.map(({ place, canary }) => `${place} ${canary}`)).toEqual(
        expect.arrayContaining([
          `nencho_twin.people ${name}`,
          `nencho_twin.people as a number ${amount}`,
          `local.oplog.rs ${name}`,
        ]),
      );
    } finally {
      await connection.dropDatabase();
      await connection.close();
    }
  });
});
