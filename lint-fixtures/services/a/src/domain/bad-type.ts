// breaks: domain-is-pure
import type { Connection } from 'mongoose';
export type C = Connection;
