/** As `buildah images --all --json` lists them. */
export type ListedImage = { readonly id: string; readonly names: readonly string[] | null };

/** The ids of the layers that a build made or took from its cache, by what `buildah bud` printed; some are cut short. */
export const usedLayers = (output: string): readonly string[] =>
  [...output.matchAll(/^--> (?:Using cache )?([0-9a-f]{11,64})$/gm)].map(([, id = '']) => id);

const isSame = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);

/** What no present image and none of the present builds' layers is: left over from builds of older states of the checkout. */
export const staleImages = (
  listed: readonly ListedImage[],
  present: { readonly names: ReadonlySet<string>; readonly layers: readonly string[] },
): readonly string[] =>
  listed
    .filter(({ names }) => names?.some((name) => present.names.has(name)) !== true)
    .filter(({ id }) => !present.layers.some((layer) => isSame(id, layer)))
    .map(({ id }) => id);
