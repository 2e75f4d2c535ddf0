import type { ClientSession } from 'mongoose';
import type { Session } from '../application/ports.js';

/** The driver's session behind the port's, and back. Every `Session` was made here. */
export const toMongo = (session: Session): ClientSession => session as unknown as ClientSession;
export const fromMongo = (session: ClientSession): Session => session as unknown as Session;
