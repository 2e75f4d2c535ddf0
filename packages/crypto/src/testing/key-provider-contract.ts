import { randomBytes, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { isKekOf, type KeyProvider } from '../key-provider.js';

export const keyUnavailable = { code: 'forbidden', details: { reason: 'key_unavailable' } };

type Contract = {
  readonly provider: () => KeyProvider;
  /** Lets the retention of deleted keys end. */
  readonly waitForRetention: () => void;
  /** What `state` says between `destroy` and the end of the retention. */
  readonly destroyed: 'deleted' | 'gone';
};

const root = randomBytes(32);

/** What every key provider must do, whatever is behind it. */
export const keyProviderContract = (title: string, { provider, waitForRetention, destroyed }: Contract): void => {
  describe(title, () => {
    let name: string;
    let wrapped: { readonly version: string; readonly wrapped: Uint8Array };
    const unwrap = async () => provider().unwrap(name, wrapped.version, wrapped.wrapped);

    beforeEach(async () => {
      name = provider().nameFor(randomUUID());
      await provider().createKey(name);
      wrapped = await provider().wrap(name, root);
    });

    test('wraps so that the key itself is not seen, and unwraps again, in another process too', async () => {
      expect(Buffer.from(wrapped.wrapped).includes(root)).toBe(false);
      expect(Buffer.from(await unwrap()).equals(root)).toBe(true);
    });

    test('gives a tenant one name for ever, and each tenant its own', () => {
      const tenantId = randomUUID();
      expect(provider().nameFor(tenantId)).toBe(provider().nameFor(tenantId));
      expect(provider().nameFor(tenantId)).not.toBe(provider().nameFor(randomUUID()));
    });

    test('knows its tenant by its name, and says where each key lies', () => {
      const [tenantId, otherId] = [randomUUID(), randomUUID()];
      const mine = provider().nameFor(tenantId);
      expect([isKekOf(mine, tenantId), isKekOf(mine, otherId), isKekOf('tenant-', tenantId)]).toEqual([
        true,
        false,
        false,
      ]);
      expect(provider().placeOf(mine)).toBe(provider().placeOf(mine));
      expect(provider().placeOf(mine)).not.toBe(provider().placeOf(provider().nameFor(otherId)));
      expect(provider().placeOf(mine)).toContain(`tenant-${tenantId}`);
    });

    test('creating a key again leaves the one that is there', async () => {
      await provider().createKey(name);
      expect((await provider().wrap(name, root)).version).toBe(wrapped.version);
      await expect(unwrap()).resolves.toBeDefined();
    });

    test('another key, an altered blob and an unknown version do not open', async () => {
      const other = provider().nameFor(randomUUID());
      await provider().createKey(other);
      const foreign = await provider().wrap(other, root);
      await expect(provider().unwrap(name, wrapped.version, foreign.wrapped)).rejects.toMatchObject(keyUnavailable);
      const altered = Buffer.from(wrapped.wrapped);
      altered[20] = (altered[20] ?? 0) ^ 1;
      await expect(provider().unwrap(name, wrapped.version, altered)).rejects.toMatchObject(keyUnavailable);
      for (const version of ['v9', '', 'f'.repeat(32), '../v1']) {
        await expect(provider().unwrap(name, version, wrapped.wrapped)).rejects.toMatchObject(keyUnavailable);
      }
    });

    test('a key that nobody made is gone and opens nothing', async () => {
      const unknown = provider().nameFor(randomUUID());
      await expect(provider().state(unknown)).resolves.toBe('gone');
      await expect(provider().wrap(unknown, root)).rejects.toMatchObject(keyUnavailable);
      await expect(provider().unwrap(unknown, wrapped.version, wrapped.wrapped)).rejects.toMatchObject(keyUnavailable);
      await expect(provider().rotate(unknown, wrapped.version)).rejects.toMatchObject(keyUnavailable);
      await expect(provider().enable(unknown)).rejects.toMatchObject(keyUnavailable);
      await expect(provider().disable(unknown)).resolves.toBeUndefined();
      await expect(provider().destroy(unknown)).resolves.toBeUndefined();
    });

    test('rotation wraps under a new version, while what the old one wrapped still opens', async () => {
      const version = await provider().rotate(name, wrapped.version);
      expect(version).not.toBe(wrapped.version);
      const later = await provider().wrap(name, root);
      expect(later.version).toBe(version);
      expect(Buffer.from(await unwrap()).equals(root)).toBe(true);
      expect(Buffer.from(await provider().unwrap(name, version, later.wrapped)).equals(root)).toBe(true);
    });

    test('a rotation that is asked for again is the same rotation', async () => {
      const version = await provider().rotate(name, wrapped.version);
      await expect(provider().rotate(name, wrapped.version)).resolves.toBe(version);
      await expect(provider().rotate(name, version)).resolves.not.toBe(version);
    });

    test('disabling closes all versions, enabling opens them again, and both may be repeated', async () => {
      const version = await provider().rotate(name, wrapped.version);
      for (let time = 0; time < 2; time += 1) await provider().disable(name);
      await expect(provider().state(name)).resolves.toBe('disabled');
      await expect(unwrap()).rejects.toMatchObject(keyUnavailable);
      await expect(provider().wrap(name, root)).rejects.toMatchObject(keyUnavailable);
      await expect(provider().rotate(name, version)).rejects.toMatchObject(keyUnavailable);
      for (let time = 0; time < 2; time += 1) await provider().enable(name);
      await expect(provider().state(name)).resolves.toBe('active');
      expect(Buffer.from(await unwrap()).equals(root)).toBe(true);
    });

    test('destroying closes all versions for ever, also of a disabled key, and may be repeated', async () => {
      await provider().rotate(name, wrapped.version);
      await provider().disable(name);
      for (let time = 0; time < 2; time += 1) {
        await provider().destroy(name);
        await expect(provider().state(name)).resolves.toBe(destroyed);
      }
      await expect(unwrap()).rejects.toMatchObject(keyUnavailable);
      await expect(provider().enable(name)).rejects.toMatchObject(keyUnavailable);
      await expect(provider().disable(name)).resolves.toBeUndefined();
      waitForRetention();
      await expect(provider().state(name)).resolves.toBe('gone');
      await expect(unwrap()).rejects.toMatchObject(keyUnavailable);
    });

    test('a new key of the old name opens nothing of the old one', async () => {
      await provider().destroy(name);
      waitForRetention();
      await provider().createKey(name);
      await expect(provider().state(name)).resolves.toBe('active');
      await expect(unwrap()).rejects.toMatchObject(keyUnavailable);
    });

    test.each(['../x', 'a/b', '', 'a.b/c', 'a..b'])('refuses the name %j', async (wrong) => {
      await expect(provider().createKey(wrong)).rejects.toMatchObject({ code: 'internal' });
      await expect(provider().wrap(wrong, root)).rejects.toMatchObject({ code: 'internal' });
    });
  });
};
