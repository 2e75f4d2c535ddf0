import { systemClock, type Clock } from '@nencho/kernel';
import type { Connection } from 'mongoose';

const toleranceMs = 300_000;

/**
 * Whether the database's clock agrees with this machine's. A machine whose clock is a month ahead must not end a contract
 * or a grace, nor certify that backups are gone. (A shift of the domain's clock, for tests, is not the machine's.)
 */
export const databaseClockAgrees =
  (connection: Connection, clock: Clock = systemClock) =>
  async (): Promise<boolean> => {
    const answer = await connection.db?.admin().command({ hello: 1 });
    const localTime: unknown = answer?.['localTime'];
    return localTime instanceof Date && Math.abs(localTime.getTime() - clock.now().getTime()) <= toleranceMs;
  };
