import { withAnswer, type Erasure, type StoreCount, participants } from '../domain/erasure.js';
import type { ErasureDeps, Session } from './erasure-ports.js';

export type ErasedAnswer = {
  readonly erasureId: string;
  readonly dryRun: boolean;
  readonly round: number;
  readonly service: string;
  readonly stores: readonly StoreCount[];
};

const withRoundAnswer = (erasure: Erasure, given: ErasedAnswer, at: Date): Erasure => {
  const service = participants.find((participant) => participant === given.service);
  if (service === undefined) return erasure;
  const answer = { service, at, stores: given.stores };
  if (given.dryRun) {
    const { dryRun } = erasure;
    if (dryRun?.no !== given.round || dryRun.completedAt !== undefined) return erasure;
    const answered = withAnswer(dryRun, answer);
    return answered === dryRun ? erasure : { ...erasure, dryRun: answered };
  }
  const rounds = erasure.rounds.map((round) =>
    round.no === given.round && round.completedAt === undefined ? withAnswer(round, answer) : round,
  );
  return rounds.some((round, i) => round !== erasure.rounds[i]) ? { ...erasure, rounds } : erasure;
};

/** A service has counted or erased. Answers that come late, twice, or for another round change nothing. */
export const recordAnswer =
  ({ erasures, clock }: Pick<ErasureDeps, 'erasures' | 'clock'>) =>
  async (tenantId: string, given: ErasedAnswer, session: Session): Promise<void> => {
    const erasure = await erasures.byId(given.erasureId, session);
    if (erasure?.tenantId !== tenantId) return;
    const answered = withRoundAnswer(erasure, given, clock.now());
    if (answered !== erasure) await erasures.save(answered, clock.now(), session);
  };
