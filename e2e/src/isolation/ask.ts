import { isAppError, type AppError } from '@nencho/kernel';
import type { ServiceClients } from '@nencho/testing';
import { actorNames, type CastActor, type Target } from './cast.js';
import { expectedOutcome, type Row } from './rule.js';
import type { World } from './world.js';

type Answer = { readonly outcome: string; readonly body: unknown };

/** Answers that no test may take for an allowed call. */
const broken: readonly string[] = ['unauthenticated', 'internal', 'unavailable', 'timeout'];

const bodyOf = ({ code, violations, details }: AppError): unknown => ({ code, violations, details });

const isList = (row: Row<ServiceClients>): boolean => row.about.toLowerCase().includes('listed');

const ask = async (
  row: Row<ServiceClients>,
  clients: ServiceClients,
  actor: CastActor,
  target: Target,
): Promise<Answer> => {
  const options = { token: await actor.tokens.accessToken(), deadlineMs: 30_000 };
  try {
    const shown = await row.call(clients, target, options);
    if (!isList(row)) return { outcome: 'allowed', body: 'ok' };
    const id = row.listedAs?.(target) ?? target.ids.employeeId;
    const outcome = (shown as readonly unknown[]).includes(id) ? 'listed' : 'left_out';
    return { outcome, body: outcome };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const isRefusal = error.code === 'forbidden' || error.code === 'not_found';
    const outcome = isRefusal || broken.includes(error.code) || isList(row) ? error.code : 'allowed';
    return { outcome, body: bodyOf(error) };
  }
};

/**
 * Calls a method as every actor for every target.
 * @returns one line for each answer that is not the expected one, and for each pair of answers about another tenant's
 * thing and about nobody's that can be told apart
 */
export const deviations = async (
  path: string,
  row: Row<ServiceClients>,
  clients: ServiceClients,
  world: World,
): Promise<{ readonly asked: number; readonly lines: readonly string[] }> => {
  const lines: string[] = [];
  let asked = 0;
  for (const actor of actorNames.map((name) => world.actors[name])) {
    const bodies = new Map<string, unknown>();
    for (const target of world.targetsOf(actor).filter(({ name }) => row.only?.includes(name) ?? true)) {
      const expected = expectedOutcome(path, row.about, actor, target, world.everybody);
      const { outcome, body } = await ask(row, clients, actor, target);
      asked += 1;
      bodies.set(target.name, body);
      if (outcome !== expected) lines.push(`${actor.name} × ${target.name}: ${outcome} instead of ${expected}`);
    }
    const [foreign, missing] = [bodies.get('otherTenant'), bodies.get('missing')].map((body) => JSON.stringify(body));
    if (foreign !== undefined && missing !== undefined && foreign !== missing) {
      lines.push(`${actor.name}: another tenant's ${foreign} can be told from a missing one ${missing}`);
    }
  }
  return { asked, lines };
};
