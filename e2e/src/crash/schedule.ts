/** Numbers that look random and follow from the seed alone (mulberry32). */
export const randomOf = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

/** Parts of a run in their order, with the fewest requests that each makes: a kill falls before one of these. */
export const parts = {
  import: 3,
  invitations: 12,
  declaring: 48,
  reviewing: 10,
  calculating: 5,
  finalising: 2,
  erasing: 6,
} as const;
export type Part = keyof typeof parts;

/** A process that is killed before the client sends the request with this number of the part, counted from 1. */
export type Kill = { readonly part: Part; readonly request: number; readonly victim: string };

/** Where in a migration of which service its processes are killed: after so many of its steps. */
export type MigrationKill = { readonly service: string; readonly afterSteps: number };

export type Schedule = { readonly kills: readonly Kill[]; readonly migration: MigrationKill };

/** Another tenant's erasure has kills of its own; all others fall while people work. */
const partNames: readonly Part[] = (Object.keys(parts) as Part[]).filter((part) => part !== 'erasing');
const totalRequests = partNames.reduce((sum, part) => sum + parts[part], 0);
const killsInErasure = 4;

const shuffled = <T>(items: readonly T[], random: (below: number) => number): readonly T[] =>
  items
    .map((item) => ({ item, order: random(2 ** 30) }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);

/** Half of the kills fall on any request, so that most hit the long parts; the others on a part drawn evenly. */
const placeOf = (random: (below: number) => number): Omit<Kill, 'victim'> => {
  if (random(2) === 0) {
    const part = partNames[random(partNames.length)] ?? 'declaring';
    return { part, request: 1 + random(parts[part]) };
  }
  let request = random(totalRequests);
  for (const part of partNames) {
    if (request < parts[part]) return { part, request: request + 1 };
    request -= parts[part];
  }
  return { part: 'finalising', request: 1 };
};

const services = ['identity', 'declaration', 'document', 'notification', 'retention', 'gateway'] as const;

/** What is killed when in the run of a seed: every server and every process once, mongod and Kafka twice, and four more in an erasure. */
export const scheduleOf = (seed: number, processes: readonly string[]): Schedule => {
  const random = randomOf(seed);
  const victims = shuffled(['mongod', 'mongod', 'kafka', 'kafka', 'keycloak', ...processes], random);
  const whileWorking = victims
    .map((victim) => ({ victim, ...placeOf(random) }))
    .sort((a, b) => partNames.indexOf(a.part) - partNames.indexOf(b.part) || a.request - b.request);
  // Behind the second approval, which is the third request, everybody erases.
  const whileErasing = shuffled(['mongod', 'kafka', 'keycloak', ...processes], random)
    .slice(0, killsInErasure)
    .map((victim): Kill => ({ part: 'erasing', request: 3 + random(parts.erasing - 2), victim }))
    .sort((a, b) => a.request - b.request);
  const kills = [...whileWorking, ...whileErasing];
  return { kills, migration: { service: services[random(services.length)] ?? 'declaration', afterSteps: random(3) } };
};

export const describeSchedule = (seed: number, { kills, migration }: Schedule): readonly string[] => [
  `replay with npm run test:crash -- --seeds 1 --seed ${seed}`,
  ...kills.map(({ part, request, victim }) => `${part} ${request}: ${victim}`),
  `migration of ${migration.service} after ${migration.afterSteps} steps`,
];
