/** One measured alternative: what we offer, or the bare reference beside it. */
export type Alternative = () => Promise<number>;

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

/** Runs both in turn, ours first, so that what the machine does meanwhile falls on both. */
export const interleaved = async (
  rounds: number,
  { ours, reference }: { readonly ours: Alternative; readonly reference: Alternative },
): Promise<Pick<Comparison, 'ours' | 'reference'>> => {
  const samples = { ours: [] as number[], reference: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    samples.ours.push(await ours());
    samples.reference.push(await reference());
  }
  return samples;
};

export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};
