import { computeAdjustment, openTrace, parametersFor } from '@nencho/tax-rules';
import { benchPeople, december } from './people.js';

// In a process of its own, one line of JSON: `first` is the first call after loading, `memory` what 10 million people take.

const started = performance.now();
const rules = parametersFor(december.taxYear, december.lastPaymentDate);
const millions = 10;

const firstCall = () => {
  const [person] = benchPeople(1);
  if (person === undefined) throw new RangeError('one person');
  const before = performance.now();
  computeAdjustment(person.input, parametersFor(december.taxYear, december.lastPaymentDate), openTrace());
  return { loadedAfterMs: started, firstCallMs: performance.now() - before };
};

const memory = () => {
  const people = benchPeople(100_000);
  const rssMiB: number[] = [];
  for (let million = 0; million < millions; million += 1) {
    for (let round = 0; round < 10; round += 1) for (const { input } of people) computeAdjustment(input, rules);
    rssMiB.push(Math.round(process.memoryUsage().rss / 2 ** 20));
  }
  return { rssMiB };
};

process.stdout.write(`${JSON.stringify(process.argv[2] === 'memory' ? memory() : firstCall())}\n`);
