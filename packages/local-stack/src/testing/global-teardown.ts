import { takeForTeardown } from './servers-of-run.js';

const globalTeardown = async (): Promise<void> => takeForTeardown()?.stop();

export default globalTeardown;
