import { adjust, computeAdjustment, openTrace, parametersFor } from '@nencho/tax-rules';
import { repositoryRoot } from '@nencho/local-stack';
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { interleaved, type Alternative } from '../../bench/interleaved.js';
import { conditionsOf } from '../../bench/report.js';
import { bareDifference } from './bare-integer.js';
import { bareOf, plainPeople } from './bare-person.js';
import { caseOf } from './case-of.js';
import { floatAdjustment } from './float-objects.js';
import { benchPeople, december, type BenchPerson } from './people.js';
import { taxReport, type TaxMeasures } from './tax-report.js';

// `npm run bench:tax [-- PEOPLE [ROUNDS]]`: the engine beside an honest float version and a bare integer function, in turn.

const [count = 100_000, rounds = 7] = process.argv.slice(2).map(Number);
const rules = parametersFor(december.taxYear, december.lastPaymentDate);

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** What the loops leave, so that no compiler may leave the work out. */
let kept = 0;

/** People a second of this process's CPU time, garbage collection included. */
const perSecond =
  <T>(people: readonly T[], work: (person: T) => number): Alternative =>
  () => {
    const before = cpuSeconds();
    for (const person of people) kept += work(person);
    return Math.round(people.length / (cpuSeconds() - before));
  };

const annualTax = (person: BenchPerson): number => {
  const outcome = computeAdjustment(person.input, rules);
  return outcome.status === 'adjusted' ? outcome.result.box26AnnualTax : 0;
};

const traced = ({ input }: BenchPerson): number => {
  const trace = openTrace();
  computeAdjustment(input, rules, trace);
  return trace.steps.length;
};

const fromFacts = ({ facts, pay }: BenchPerson): number => {
  const outcome = adjust(facts, pay, december);
  return outcome.status === 'adjusted' ? outcome.result.box26AnnualTax : 0;
};

/** The children tell their own CPU seconds and their highest memory. */
const reporting = `data:text/javascript,${encodeURIComponent(`process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.stderr.write(JSON.stringify({ seconds: (userCPUTime + systemCPUTime) / 1e6, mib: maxRSS / 1024 }));
});`)}`;
const command = createRequire(import.meta.url)
  .resolve('@nencho/tax-rules')
  .replace('index.js', 'cli/nencho-calc.js');

const runCommand = (file: string): { readonly seconds: number; readonly mib: number } => {
  const { status, stderr } = spawnSync(process.execPath, ['--import', reporting, command, file], {
    ...{ encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
  });
  if (status !== 0) throw new Error(`nencho-calc ended with ${status}: ${stderr.slice(0, 200)}`);
  return JSON.parse(stderr) as { seconds: number; mib: number };
};

const writeCases = (file: string, people: readonly BenchPerson[]): void => {
  const open = openSync(file, 'w');
  writeSync(open, '{"cases":[');
  people.forEach(({ input }, i) => {
    writeSync(open, `${i === 0 ? '' : ',\n'}${JSON.stringify(caseOf(input, `p${i}`))}`);
  });
  writeSync(open, ']}');
  closeSync(open);
};

const inAProcess = (what: 'first' | 'memory'): unknown => {
  const program = fileURLToPath(new URL('./in-a-process.js', import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [program, what], { encoding: 'utf8' }));
};

type FirstCall = TaxMeasures['firstCalls'][number];

const measure = async (directory: string): Promise<TaxMeasures> => {
  const people = benchPeople(count);
  const inputs = people.map(({ input }) => input);
  const bare = inputs.map(bareOf);
  const file = join(directory, 'cases.json');
  writeCases(file, people);
  const memory: number[] = [];
  const commandRun = async () => {
    const { seconds, mib } = runCommand(file);
    memory.push(Math.round(mib));
    return Promise.resolve(Math.round(count / seconds));
  };
  const inProcess = {
    plain: perSecond(people, annualTax),
    traced: perSecond(people, traced),
    fromFacts: perSecond(people, fromFacts),
    float: perSecond(inputs, (input) => floatAdjustment(input)?.annualTax ?? 0),
    bare: perSecond(bare, bareDifference),
  };
  await interleaved(2, inProcess); // warm
  return {
    samples: await interleaved(rounds, { ...inProcess, command: commandRun }),
    growth: await interleaved(rounds, {
      thousand: perSecond(people.slice(0, 1_000), annualTax),
      tenThousand: perSecond(people.slice(0, 10_000), annualTax),
      all: perSecond(people, annualTax),
    }),
    firstCalls: Array.from({ length: rounds }, () => inAProcess('first') as FirstCall),
    ...(inAProcess('memory') as { rssMiB: readonly number[] }),
    commandMiB: memory,
    plainPeople: plainPeople(inputs, rules),
    floatWrong: people.filter((person) => floatAdjustment(person.input)?.annualTax !== annualTax(person)).length,
    adjusted: people.filter(({ facts, pay }) => adjust(facts, pay, december).status === 'adjusted').length,
  };
};

const directory = mkdtempSync(join(tmpdir(), 'nencho-bench-tax-'));
try {
  const measures = await measure(directory);
  const conditions = conditionsOf(count, rounds);
  const report = taxReport(conditions, measures);
  const out = join(repositoryRoot, 'docs', 'benchmarks');
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'tax.md'), report);
  writeFileSync(join(out, 'tax.json'), `${JSON.stringify({ conditions, ...measures }, null, 2)}\n`);
  console.log(report);
  if (!Number.isFinite(kept)) throw new RangeError('a figure was not finite');
} finally {
  rmSync(directory, { recursive: true });
}
