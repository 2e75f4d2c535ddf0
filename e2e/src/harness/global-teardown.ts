import { systemUnderTest } from './system-under-test.js';

export default async function tearDown(): Promise<void> {
  await systemUnderTest.stop?.();
}
