import { setTimeout as pause } from 'node:timers/promises';

const patienceMs = 240_000;

/** What a patient person does while the page says that something is away: tries again. */
export const patiently = async <T>(attempt: () => Promise<T>): Promise<T> => {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(1_000);
    }
  }
};
