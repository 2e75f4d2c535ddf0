import { createHash } from 'node:crypto';
import { judgeSeason } from '../season/judge.js';
import type { PlayedSeason } from '../season/season.js';
import type { SystemState } from '@nencho/local-stack/system';
import { balancedBooks, bookComplaints, type Books } from './books.js';
import type { Acknowledged } from './journal.js';

type Change = Extract<Acknowledged, { readonly before: number }>;
type Answer = {
  readonly declaration: {
    readonly summary: { readonly version: number; readonly status: string };
    readonly facts: { readonly otherIncome?: number };
    readonly receipt?: { readonly number: string };
  };
};

const isChange = (entry: Acknowledged): entry is Change => 'before' in entry;

/** Acknowledged changes of one declaration: each next after the last, so that none was lost and none came twice. */
const chainComplaints = (changes: readonly Change[], first: number): readonly string[] => {
  let expected = first;
  const complaints: string[] = [];
  for (const { kind, declarationId, before, version } of changes) {
    if (before !== expected || version !== before + 1) {
      complaints.push(
        `${declarationId}: ${kind} led from ${before} to ${version}, the last acknowledged is ${expected}`,
      );
    }
    expected = version;
  }
  return complaints;
};

const declarationComplaints = async (
  season: PlayedSeason,
  entries: readonly Acknowledged[],
  { revisions }: Books,
): Promise<readonly string[]> => {
  const complaints: string[] = [];
  for (const { declarationId, api, person } of season.employees) {
    const changes = entries.filter(isChange).filter((entry) => entry.declarationId === declarationId);
    const { declaration } = await api.get<Answer>(`/api/v1/declarations/${declarationId}`);
    complaints.push(...chainComplaints(changes, changes[0]?.before ?? 0));
    const last = changes.at(-1);
    // Finalising is the only change behind the last one that a person made.
    const { version, status } = declaration.summary;
    if (last?.kind !== 'approved' || version !== last.version + 1 || status !== 'DECLARATION_STATUS_FINALISED') {
      complaints.push(
        `${person.number}: version ${version} (${status}) behind ${last?.kind ?? 'nothing'} ${last?.version ?? 0}`,
      );
    }
    const saved = changes.findLast((entry) => entry.kind === 'saved');
    if ((declaration.facts.otherIncome ?? 0) !== saved?.otherIncome)
      complaints.push(`${person.number}: not the facts that were saved last`);
    const submitted = changes.filter((entry) => entry.kind === 'submitted');
    if (submitted.length !== 1 || revisions.get(declarationId) !== 1) {
      complaints.push(
        `${person.number}: ${revisions.get(declarationId) ?? 0} revisions for ${submitted.length} acknowledged submits`,
      );
    }
    if (declaration.receipt?.number !== submitted[0]?.receipt)
      complaints.push(`${person.number}: not the receipt that was handed out`);
  }
  return complaints;
};

/** Each acknowledged file is there once and is, byte for byte, what was sent. */
const attachmentComplaints = async (
  { employees }: PlayedSeason,
  entries: readonly Acknowledged[],
): Promise<readonly string[]> => {
  const complaints: string[] = [];
  for (const { api, declarationId, person } of employees) {
    const owed = entries.filter((entry) => entry.kind === 'attached' && entry.declarationId === declarationId);
    type Listed = { readonly items: readonly { readonly id: string; readonly state: string }[] };
    const { items } = await api.get<Listed>(`/api/v1/declarations/${declarationId}/attachments`);
    // An upload that was cut off stays pending until it is swept: nobody was told that it is there.
    const ready = items.filter(({ state }) => state === 'ATTACHMENT_STATE_READY');
    if (owed.length !== 1 || ready.length !== owed.length) {
      complaints.push(`${person.number}: ${ready.length} attachments for ${owed.length} that were acknowledged`);
    }
    for (const entry of owed) {
      if (entry.kind !== 'attached') continue;
      const file = await api.download(`/api/v1/attachments/${entry.attachmentId}/file`);
      const sha256 = createHash('sha256').update(file).digest('hex');
      if (sha256 !== entry.sha256) complaints.push(`${person.number}: not the file that was attached`);
    }
  }
  return complaints;
};

const countComplaints = (season: PlayedSeason, entries: readonly Acknowledged[]): readonly string[] => {
  const people = season.employees.length;
  const passwords = entries.filter(({ kind }) => kind === 'password_set').length;
  const done = entries.flatMap((entry) =>
    entry.kind === 'job_done'
      ? [`${entry.job} ${entry.done}`]
      : entry.kind === 'imported'
        ? [`${entry.what} ${entry.count}`]
        : [],
  );
  const expected = [
    `people ${people}`,
    `invitations ${people}`,
    `open ${people}`,
    `pay ${people}`,
    `calculate ${people}`,
    `finalise ${people}`,
  ];
  return [
    ...(passwords === people ? [] : [`${passwords} passwords for ${people} people`]),
    ...(done.join(', ') === expected.join(', ')
      ? []
      : [`jobs did ${done.join(', ')} instead of ${expected.join(', ')}`]),
  ];
};

/** Not of a crash run: its cast is small, and its mails differ from a season's with corrections. */
const forSeasonsOnly = [/^only \d+ people are published cases$/];

/** Holds what the system has against what it acknowledged. @returns everything that was lost or doubled */
export const judgeRun = async (
  state: SystemState,
  season: PlayedSeason,
  entries: readonly Acknowledged[],
): Promise<readonly string[]> => {
  const { complaints } = await judgeSeason(season);
  const books = await balancedBooks(state, season.tenantCode);
  return [
    ...complaints.filter((complaint) => !forSeasonsOnly.some((pattern) => pattern.test(complaint))),
    ...bookComplaints(books),
    ...countComplaints(season, entries),
    ...(await declarationComplaints(season, entries, books)),
    ...(await attachmentComplaints(season, entries)),
  ];
};
