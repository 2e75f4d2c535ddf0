import type { Judgement } from './judge.js';
import type { PlayedSeason } from './season.js';

const yenText = new Intl.NumberFormat('ja-JP');

const lines = (title: string, rows: readonly (readonly [string, string | number])[]): string => {
  const width = Math.max(...rows.map(([name]) => name.length), 0);
  return [title, ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)].join('\n');
};

const difference = (before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>) =>
  Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)] as const);

export type Figures = {
  readonly eventsBefore: Readonly<Record<string, number>>;
  readonly eventsAfter: Readonly<Record<string, number>>;
  readonly memory: Readonly<Record<string, number>>;
};

/** The table that a season ends with. */
export const seasonReport = (season: PlayedSeason, judgement: Judgement, figures: Figures): string =>
  [
    lines('People per state', Object.entries(judgement.states)),
    lines('Totals', [
      ['people', season.employees.length],
      ['people of published cases', judgement.casesChecked],
      ['年調年税額', `${yenText.format(judgement.annualTax)} yen`],
      ['過不足額', `${yenText.format(judgement.difference)} yen`],
      ['audit entries', judgement.auditEntries],
    ]),
    lines('Mails', Object.entries(judgement.mails)),
    lines('Events', difference(figures.eventsBefore, figures.eventsAfter)),
    lines(
      'Phases',
      season.phases.map(({ name, ms }) => [name, `${(ms / 1000).toFixed(1)} s`]),
    ),
    lines(
      'Memory (MiB)',
      Object.entries(figures.memory).map(([name, mib]) => [name, mib]),
    ),
    judgement.complaints.length === 0
      ? 'The season is good: every result, mail and audit entry is as it must be.'
      : `The season is NOT good:\n${judgement.complaints.map((complaint) => `  ${complaint}`).join('\n')}`,
  ].join('\n\n');
