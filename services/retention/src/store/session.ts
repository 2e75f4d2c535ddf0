import type { ClientSession } from 'mongoose';
import type { Session } from '../application/erasure-ports.js';

/** The application hands a session around and cannot look into it. */
export const fromMongo = (session: ClientSession): Session => session as unknown as Session;
export const toMongo = (session: Session): ClientSession => session as unknown as ClientSession;
