import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { SealedName, Sealer } from '@nencho/crypto';
import { canonicalJson } from '@nencho/kernel';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

type Place = { readonly tenantId: string; readonly documentId: string; readonly year: number };

export type SealedPart<T> = {
  readonly seal: (place: Place, value: T) => Promise<Buffer>;
  /** What comes out was checked before it was sealed, and the seal tells of any change since. */
  readonly open: (place: Place, blob: Uint8Array) => Promise<T>;
};

/** One kind of sealed value. Canonical JSON inside: equal values have equal bytes. */
export const sealedPart = <T>(
  sealer: Pick<Sealer, 'seal' | 'open'>,
  name: SealedName,
  { isLarge = false }: { readonly isLarge?: boolean } = {},
): SealedPart<T> => ({
  seal: async (place, value) => {
    const bytes = Buffer.from(canonicalJson(value), 'utf8');
    return sealer.seal({ ...place, name }, isLarge ? await compress(bytes) : bytes);
  },
  open: async (place, blob) => {
    const bytes = await sealer.open({ ...place, name }, blob);
    const text = (isLarge ? await decompress(bytes) : bytes).toString('utf8');
    return JSON.parse(text) as T;
  },
});
