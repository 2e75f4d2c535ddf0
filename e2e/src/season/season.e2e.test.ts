import { beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { killNow, testedSystem } from '../harness/system-under-test.js';
import { receivedSpans, type Span } from '../harness/trace-receiver.js';
import { judgeSeason, type Judgement } from './judge.js';
import { playSeason, type PlayedSeason } from './season.js';

// Two instances of declaration, notification and gateway, and access tokens of 60 s: see harness/global-setup.ts.
const peopleInSeason = 30;
let season: PlayedSeason;
let judgement: Judgement;

beforeAll(async () => {
  const state = testedSystem();
  season = await playSeason(state, peopleInSeason, {
    during: async (moment) => {
      for (const victim of moment === 'invitations' ? ['notification-1', 'kafka'] : ['declaration-1', 'mongod']) {
        await pause(400);
        killNow(state, victim);
      }
    },
  });
  judgement = await judgeSeason(season);
});

describe('a season of synthetic people, with processes killed in the middle of it', () => {
  test("is good: every result is the engine's and the case file's, no mail is missing, every audit chain verifies", () => {
    expect(judgement.complaints).toEqual([]);
    expect(judgement.states).toEqual({ DECLARATION_STATUS_FINALISED: peopleInSeason });
    expect(judgement.casesChecked).toBeGreaterThanOrEqual(20);
  });

  test('gives each person a slip and HR the results', async () => {
    const { employees, hr, campaignId } = season;
    const [someone] = employees;
    const slip = await someone?.api.download(`/api/v1/declarations/${someone.declarationId}/slip.pdf`);
    expect(
      Buffer.from(slip ?? [])
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    const csv = Buffer.from(await hr.download(`/api/v1/campaigns/${campaignId}/results.csv`)).toString('utf8');
    expect(csv.startsWith('\uFEFF')).toBe(true);
    expect(csv.trimEnd().split('\r\n')).toHaveLength(peopleInSeason + 1);
  });
});

const chainOf = (span: Span, byId: ReadonlyMap<string, Span>): readonly Span[] => {
  const parent = byId.get(span.parentSpanId);
  return parent === undefined ? [span] : [span, ...chainOf(parent, byId)];
};

describe('one submit', () => {
  test("is one trace, from the browser's request to the consumer behind Kafka, parent by parent", async () => {
    const spans = await receivedSpans(process.env['NENCHO_E2E_TRACES'] ?? '');
    const submits = spans.filter(
      ({ service, name }) => service === 'gateway' && /\/submit$/.test(name) && name.startsWith('POST'),
    );
    expect(submits.length).toBeGreaterThan(0);
    const chains = submits.flatMap(({ traceId }) => {
      const trace = spans.filter((span) => span.traceId === traceId);
      const byId = new Map(trace.map((span) => [span.spanId, span]));
      return trace.filter(({ service }) => service === 'retention').map((span) => chainOf(span, byId));
    });
    const services = chains.map((chain) =>
      chain.map(({ service }) => service).filter((service, i, all) => service !== all[i - 1]),
    );
    expect(services).toContainEqual(['retention', 'declaration', 'gateway']);
    const whole = chains.find((_, i) => services[i]?.join() === 'retention,declaration,gateway') ?? [];
    expect(whole.at(-1)?.parentSpanId).toBe('');
    const path = whole.map(({ name }) => name).join(' < ');
    expect(path).toMatch(/nencho\.audit\.v1/);
    expect(path).toMatch(/SubmitDeclaration/);
  });

  test('leaves no query, id of a person or token in any span', async () => {
    const text = JSON.stringify(await receivedSpans(process.env['NENCHO_E2E_TRACES'] ?? ''));
    for (const { person } of season.employees) {
      expect(text.includes(person.loginId) || text.includes(person.mail) || text.includes(person.givenName)).toBe(
        false,
      );
    }
    expect(text).not.toMatch(/code=|access_token|eyJ[A-Za-z0-9_-]{20}/);
  });
});
