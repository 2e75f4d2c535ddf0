/** One measured alternative: what we offer, or the bare reference beside it. */
export type Alternative = () => number | Promise<number>;

export type Comparison = {
  readonly name: string;
  /** Unit of the samples; `ms` and `MiB` are better when small, everything per second when large. */
  readonly unit: string;
  readonly better: 'smaller' | 'larger';
  readonly ours: readonly number[];
  readonly reference: readonly number[];
  readonly what: { readonly ours: string; readonly reference: string };
  readonly notes?: readonly string[];
};

export const median = (samples: readonly number[]): number => {
  const sorted = samples.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  if (low === undefined || high === undefined) throw new RangeError('a median needs samples');
  return (low + high) / 2;
};

/** Share of the samples that are at most the answer, by nearest rank. */
export const percentile = (samples: readonly number[], share: number): number => {
  const sorted = samples.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new RangeError('a percentile needs samples');
  return found;
};

/** How much of the reference we reach: 1 is as good as the reference, 0.5 half as good. */
export const ratioOf = ({ better, ours, reference }: Comparison): number =>
  better === 'larger' ? median(ours) / median(reference) : median(reference) / median(ours);

/** Runs all in turn, in their order, so that what the machine does meanwhile falls on each. */
export const interleaved = async <Name extends string>(
  rounds: number,
  alternatives: Readonly<Record<Name, Alternative>>,
): Promise<Record<Name, readonly number[]>> => {
  const names = Object.keys(alternatives) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) samples[name].push(await alternatives[name]());
  }
  return samples;
};

export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};
