import { inPool } from '../../season/api.js';
import type { Employee } from '../../season/steps.js';
import type { BenchWorld } from '../bench-world.js';
import { interleaved, timed, type Comparison } from '../interleaved.js';
import { openLoop, type LoadStep } from '../open-loop.js';

const WIDTH = 4;
const SAVES = 120;
const rates = [5, 10, 20, 40, 80];

type Saver = { readonly save: () => Promise<void>; readonly submit: () => Promise<void> };

/** One person's page: saves follow each other, as the page's own do, each with the version the last one answered. */
const saverOf = async ({ api, declarationId, person }: Employee): Promise<Saver> => {
  const path = `/api/v1/declarations/${declarationId}`;
  type Answer = { readonly declaration: { readonly summary: { readonly version: number } } };
  let version = (await api.get<Answer>(path)).declaration.summary.version;
  let turn = Promise.resolve();
  let serial = 0;
  const once = async (): Promise<void> => {
    serial += 1;
    const facts = { ...person.facts, otherIncome: person.facts.otherIncome + (serial % 2) };
    ({ version } = await api.send<{ readonly version: number }>('PUT', `${path}/facts`, { version, facts }));
  };
  const save = async (): Promise<void> => {
    const mine = turn.then(once);
    turn = mine.catch(() => undefined);
    return mine;
  };
  return {
    save,
    submit: async () => {
      await api.send('PUT', `${path}/facts`, { version, facts: person.facts }).then((saved) => {
        ({ version } = saved as { readonly version: number });
      });
      await api.send('POST', `${path}/submit`, { version });
    },
  };
};

const perSecond = async (count: number, one: (index: number) => Promise<unknown>): Promise<number> => {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const ms = await timed(async () => inPool(indexes, WIDTH, async (index) => one(index)));
  return Math.round((count * 10_000) / ms) / 10;
};

/** Autosave at rising load; the last step is the first at which the answers fell behind the arrivals. */
const risingLoad = async (savers: readonly Saver[]): Promise<readonly LoadStep[]> => {
  const steps: LoadStep[] = [];
  for (const rate of rates) {
    const step = await openLoop(rate, rate * 6, async (index) => savers[index % savers.length]?.save());
    steps.push(step);
    if (step.throughput < rate * 0.9 || step.p95 > 2_000) break;
  }
  return steps;
};

const loadLine = ({ ratePerSecond, p50, p95, p99, errors, throughput }: LoadStep): string =>
  `${ratePerSecond}/s: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, ${errors} errors, answered ${throughput}/s`;

/** Autosave and submit through the gateway, beside the driver's own durable versioned write. */
export const benchSaving = async ({ season, bare, rounds }: BenchWorld): Promise<readonly Comparison[]> => {
  const savers = await inPool(season.employees, WIDTH, saverOf);
  const reference = async () => perSecond(SAVES, bare.versionedWrite);
  const autosave = await interleaved(rounds, {
    ours: async () => perSecond(SAVES, async (index) => savers[index % savers.length]?.save()),
    reference,
  });
  const notes = (await risingLoad(savers)).map(loadLine);
  const share = Math.floor(savers.length / rounds);
  let submitted = 0;
  const submit = await interleaved(rounds, {
    ours: async () => {
      const group = savers.slice(submitted, submitted + share);
      submitted += share;
      return perSecond(group.length, async (index) => group[index]?.submit());
    },
    reference,
  });
  await inPool(savers.slice(submitted), WIDTH, async (saver) => saver.submit());
  const what = { reference: 'driver: transaction with two documents, majority and journal, 4 at a time' };
  return [
    {
      name: 'autosave',
      unit: 'saves/s',
      better: 'larger',
      ...autosave,
      notes,
      what: { ...what, ours: 'PUT facts, 4 at a time' },
    },
    {
      ...{ name: 'save and submit', unit: 'people/s', better: 'larger', ...submit },
      what: { ...what, ours: 'PUT facts, then POST submit, 4 people at a time' },
    },
  ];
};
