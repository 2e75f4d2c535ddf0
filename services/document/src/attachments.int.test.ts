import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { requirePermission, requireUser } from '@nencho/auth';
import type { Attachment } from '@nencho/contracts/document/v1/attachment';
import { newId, notFound } from '@nencho/kernel';
import sharp from 'sharp';
import { quota } from './domain/attachment.js';
import { attachmentCopies } from './store/attachment-copies.js';
import { employee, hr, startDocumentWorld } from './testing/document-world.js';
import {
  activePdf,
  eicar,
  encryptedPdf,
  gifar,
  heic,
  hiddenText,
  largePdf,
  photo,
  plainPdf,
  pngOf,
  svg,
  withComment,
  zipBomb,
} from './testing/hostile-files.js';

jest.setTimeout(120_000);

type World = Awaited<ReturnType<typeof startDocumentWorld>>;

const OWN = '0f8fad5b-d9cb-469f-a165-70867728950e';
const COLLEAGUE = '00000000-0000-4000-8000-00000000ffff';
const fileName = '田中太郎の控除証明書.jpg';
const dayMs = 86_400_000;

let world: World;
/** As declaration would say. */
let declarationId: string;
let editable: boolean;
let submitted: string[];
/** Called when declaration is asked: in the middle of things. */
let onAsked: () => void;

beforeAll(async () => {
  world = await startDocumentWorld(
    { hr, person: employee(OWN), colleague: employee(COLLEAGUE) },
    {
      identity: {},
      declaration: {
        getAttachmentTerms: async ({ declarationId: asked }, { actor }) => {
          onAsked();
          if (asked !== declarationId) throw notFound('declaration');
          const user = requireUser(actor);
          requirePermission(user, ['declaration.own', 'declaration.read'], { employeeId: OWN });
          const own = user.employeeId === OWN;
          return Promise.resolve({ employeeId: OWN, taxYear: 2026, own, editable, submittedIds: submitted });
        },
        listSubmittedAttachments: async ({ attachmentIds }) =>
          Promise.resolve({ attachmentIds: attachmentIds.filter((id) => submitted.includes(id)) }),
      },
    },
  );
});
afterAll(async () => world.stop());

beforeEach(async () => {
  declarationId = newId();
  editable = true;
  submitted = [];
  onAsked = () => undefined;
  for (const name of ['attachments', 'attachment_quotas', 'outbox', 'rate_limits']) {
    await world.database.collection(name).deleteMany({});
  }
  for await (const { name } of world.blobs.list('')) await world.blobs.remove(name);
});

const as = (token: string) => ({ token, deadlineMs: 60_000 });
const header = (changes: object = {}) => ({
  ...{ idempotencyKey: newId(), declarationId, certificate: 'life_insurance', fileName },
  ...changes,
});

const messages = async function* (first: object, content: Buffer | AsyncIterable<Buffer>) {
  yield { part: { $case: 'header' as const, value: first as ReturnType<typeof header> } };
  const pieces = Buffer.isBuffer(content)
    ? Array.from({ length: Math.ceil(content.length / 65_536) }, (_, i) =>
        content.subarray(i * 65_536, (i + 1) * 65_536),
      )
    : content;
  for await (const chunk of pieces) yield { part: { $case: 'chunk' as const, value: chunk } };
};

const upload = async (
  content: Buffer | AsyncIterable<Buffer>,
  changes: object = {},
  token = 'person',
): Promise<Attachment> => {
  const { attachment } = await world.document.uploadAttachment(messages(header(changes), content), as(token));
  if (attachment === undefined) throw new Error('no attachment');
  return attachment;
};
const list = async (token = 'person') => (await world.document.listAttachments({ declarationId }, as(token))).items;
const blobNames = async (): Promise<string[]> => {
  const names: string[] = [];
  for await (const { name } of world.blobs.list('')) names.push(name);
  return names;
};
const preview = async (attachmentId: string, page = 1, token = 'person'): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const { chunk } of world.document.getAttachmentPreview({ attachmentId, page }, as(token)))
    parts.push(chunk);
  return Buffer.concat(parts);
};
const download = async (attachmentId: string, token = 'person') => {
  const parts: Uint8Array[] = [];
  let about: Attachment | undefined;
  for await (const { part } of world.document.downloadAttachment({ attachmentId }, as(token))) {
    if (part?.$case === 'attachment') about = part.value;
    if (part?.$case === 'chunk') parts.push(part.value);
  }
  return { about, bytes: Buffer.concat(parts) };
};
const remove = async (attachmentId: string, token = 'person', idempotencyKey = newId()) =>
  world.document.removeAttachment({ idempotencyKey, attachmentId }, as(token));
const rows = async () => world.database.collection('attachments').find().toArray();
const eventsOf = async () =>
  (
    await world.database.collection('outbox').find({ topic: 'nencho.document.v1' }).sort({ createdAt: 1 }).toArray()
  ).map(({ type, aggregateId }) => [type as unknown, aggregateId as unknown]);
const auditOf = async () =>
  (await world.trail()).map(({ type, actor, subjectIds, outcome }) => [type, actor?.sub, subjectIds[0], outcome]);
const nothingIsLeft = async (): Promise<void> => {
  expect(await rows()).toEqual([]);
  expect(await blobNames()).toEqual([]);
  expect(await list()).toEqual([]);
};

describe('a photograph', () => {
  test('is stored sealed, shown as pixels, and given back as it came', async () => {
    const original = await photo();
    const attachment = await upload(original);
    expect(attachment).toMatchObject({
      ...{ certificate: 'life_insurance', media: 'jpeg', fileName, bytes: original.length, pages: 1 },
      ...{ width: 1_200, height: 900, resolution: 300, warnings: [] },
    });
    const shown = await preview(attachment.id);
    expect(await sharp(shown).metadata()).toMatchObject({ format: 'jpeg', width: 1_200 });
    expect(shown.includes(hiddenText)).toBe(false);
    const { about, bytes } = await download(attachment.id);
    expect(bytes.equals(original)).toBe(true);
    expect(about).toMatchObject({ fileName, media: 'jpeg' });
    expect(await eventsOf()).toEqual([['AttachmentReady', attachment.id]]);
    expect(await auditOf()).toEqual([['attachment_uploaded', 'person', attachment.id, 'success']]);
  });

  test('leaves nothing readable in the store, the database, the events or the log', async () => {
    const original = await photo();
    const { id } = await upload(original, { certificate: 'disability' });
    const sealed: Buffer[] = [];
    for (const name of await blobNames()) {
      expect(name.startsWith(`${world.tenantId}/${id}/`)).toBe(true);
      for await (const bytes of world.blobs.read(name)) sealed.push(Buffer.from(bytes));
    }
    const sha256 = createHash('sha256').update(original).digest();
    const stored = JSON.stringify(
      [await rows(), await world.database.collection('outbox').find().toArray()],
      (_, value: unknown) =>
        typeof value === 'object' && value !== null && 'toString' in value && Buffer.isBuffer(value)
          ? value.toString('latin1')
          : value,
    );
    const everything = `${Buffer.concat(sealed).toString('latin1')}${stored}${world.lines.join('')}`;
    for (const secret of [
      hiddenText,
      '田中',
      'disability',
      '\xff\xd8\xff',
      sha256.toString('base64'),
      sha256.toString('hex'),
    ]) {
      expect(everything).not.toContain(secret);
    }
  });

  test('says when it is a coarse scan', async () => {
    const coarse = await sharp(await photo())
      .withMetadata({ density: 150 })
      .jpeg()
      .toBuffer();
    const grey = await sharp(await photo())
      .toColourspace('b-w')
      .png()
      .toBuffer();
    expect(await upload(grey)).toMatchObject({ media: 'png', warnings: ['not_colour'] });
    expect(await upload(coarse)).toMatchObject({ resolution: 150, warnings: ['low_resolution'] });
  });
});

test('an upload may take longer than the token of the person lives', async () => {
  const file = await photo(300, 200);
  const slow = async function* () {
    yield file.subarray(0, 1_000);
    await new Promise((resolve) => setTimeout(resolve, 500));
    world.expired.add('person');
    yield file.subarray(1_000);
  };
  try {
    expect(await upload(slow())).toMatchObject({ media: 'jpeg', width: 300 });
  } finally {
    world.expired.clear();
  }
});

describe('a PDF', () => {
  test('with actions is shown as pictures of its pages, and given back as it came', async () => {
    const attachment = await upload(activePdf());
    expect(attachment).toMatchObject({ media: 'pdf', pages: 1, resolution: 0 });
    const shown = await preview(attachment.id);
    expect(shown.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    expect(shown.includes('JavaScript')).toBe(false);
    expect((await download(attachment.id)).bytes.equals(activePdf())).toBe(true);
  });

  test('has every page, and no other', async () => {
    const { id } = await upload(await plainPdf(3));
    expect((await preview(id, 3)).length).toBeGreaterThan(1_000);
    for (const page of [0, 4, -1]) await expect(preview(id, page)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('is refused, and leaves nothing:', () => {
  const jpeg = async () => photo(300, 200);
  test.each<[string, () => Promise<Buffer> | Buffer, string]>([
    ['an archive under the name of a picture', zipBomb, 'unsupported_type'],
    ['a text (EICAR)', () => eicar, 'unsupported_type'],
    ['an SVG with a script', () => svg, 'unsupported_type'],
    ['a GIF that is a JAR', gifar, 'unsupported_type'],
    ['a picture of an iPhone in HEIC', () => heic, 'heic_unsupported'],
    ['nothing', () => Buffer.alloc(0), 'no_content'],
    ['a PNG of 30,000 by 30,000', () => pngOf(30_000, 30_000), 'too_many_pixels'],
    ['a JPEG that was cut off', async () => (await photo()).subarray(0, 5_000), 'broken_file'],
    ['a JPEG that is a JAR', async () => Buffer.concat([await jpeg(), zipBomb()]), 'mixed_types'],
    ['a JPEG that is a PDF', async () => withComment(await jpeg(), '%PDF-1.7 1 0 obj'), 'mixed_types'],
    ['a PDF that is an archive', async () => Buffer.concat([await plainPdf(), zipBomb()]), 'mixed_types'],
    ['a PDF with a password', encryptedPdf, 'encrypted_file'],
    ['a PDF that is none', () => Buffer.from('%PDF-1.4\n%%EOF'), 'broken_file'],
  ])('%s', async (_what, make, rule) => {
    await expect(upload(await make())).rejects.toMatchObject({
      code: 'validation_failed',
      violations: [{ path: 'file', rule }],
    });
    await nothingIsLeft();
    expect(await eventsOf()).toEqual([]);
    expect(await auditOf()).toEqual([]);
  });

  test('more than 20 MiB, without reading it to its end', async () => {
    const start = await photo();
    let given = 0;
    const endless = async function* () {
      yield start;
      for (;;) {
        given += 65_536;
        yield await Promise.resolve(Buffer.alloc(65_536, 1));
      }
    };
    await expect(upload(endless())).rejects.toMatchObject({ code: 'limit_exceeded', details: { limit: 'file_bytes' } });
    expect(given).toBeLessThan(40 * 1024 * 1024);
    await nothingIsLeft();
  });

  test('an upload that the person leaves', async () => {
    const start = await photo();
    const leaving = new AbortController();
    const slow = async function* () {
      yield start;
      leaving.abort();
      await new Promise((resolve) => setTimeout(resolve, 200));
      yield Buffer.alloc(65_536);
    };
    const call = world.document.uploadAttachment(messages(header(), slow()), {
      ...as('person'),
      signal: leaving.signal,
    });
    await expect(call).rejects.toBeDefined();
    while ((await rows()).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    await nothingIsLeft();
  });

  test('a declaration that was submitted while the file came', async () => {
    let asked = 0;
    onAsked = () => {
      asked += 1;
      editable = asked < 2;
    };
    await expect(upload(await photo())).rejects.toMatchObject({
      code: 'illegal_state',
      details: { reason: 'not_editable' },
    });
    onAsked = () => undefined;
    await nothingIsLeft();
  });

  test('an unknown kind of certificate, and a key that is none', async () => {
    const file = await photo(50, 50);
    await expect(upload(file, { certificate: 'x' })).rejects.toMatchObject({ violations: [{ path: 'certificate' }] });
    await expect(upload(file, { idempotencyKey: '' })).rejects.toMatchObject({
      violations: [{ path: 'idempotencyKey' }],
    });
    await nothingIsLeft();
  });
});

describe('a repeated request', () => {
  test('is answered with the first attachment, and stores nothing more', async () => {
    const file = await photo(200, 100);
    const idempotencyKey = newId();
    const first = await upload(file, { idempotencyKey });
    const second = await upload(file, { idempotencyKey });
    expect(second.id).toBe(first.id);
    expect(await rows()).toHaveLength(1);
    expect(await blobNames()).toHaveLength(2);
    await expect(upload(await photo(100, 200), { idempotencyKey })).rejects.toMatchObject({
      violations: [{ rule: 'idempotency_key_reused' }],
    });
    expect(await rows()).toHaveLength(1);
  });
});

describe('who may see what', () => {
  test('a colleague nothing, HR what was submitted, with a line in the trail', async () => {
    const { id } = await upload(await photo());
    for (const act of [
      async () => list('colleague'),
      async () => preview(id, 1, 'colleague'),
      async () => download(id, 'colleague'),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(upload(await photo(), {}, 'hr')).rejects.toMatchObject({ code: 'forbidden' });
    expect(await list('hr')).toEqual([]);
    await expect(preview(id, 1, 'hr')).rejects.toMatchObject({ code: 'not_found' });
    submitted = [id];
    editable = false;
    expect(await list('hr')).toMatchObject([{ id, inRevision: true, fileName }]);
    expect((await preview(id, 1, 'hr')).length).toBeGreaterThan(300);
    await expect(download(id, 'hr')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(remove(id, 'hr')).rejects.toMatchObject({ code: 'forbidden' });
    expect(await auditOf()).toEqual([
      ['attachment_uploaded', 'person', id, 'success'],
      ['attachment_viewed', 'hr', id, 'success'],
    ]);
  });

  test('an id that is not there is not found', async () => {
    for (const id of [newId(), 'x']) {
      await expect(preview(id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(download(id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(remove(id)).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

describe('removing', () => {
  test('takes it out of sight at once and its files within the sweep', async () => {
    const { id } = await upload(await photo(200, 100));
    const idempotencyKey = newId();
    await remove(id, 'person', idempotencyKey);
    await remove(id, 'person', idempotencyKey); // the first answer was lost
    expect(await list()).toEqual([]);
    expect((await eventsOf()).map(([type]) => type)).toEqual(['AttachmentReady', 'AttachmentRemoved']);
    await world.sweep();
    expect(await blobNames()).toHaveLength(2); // a submission may be on its way
    world.clock.moveOn(3_700_000);
    await world.sweep();
    expect(await blobNames()).toEqual([]);
    expect(await rows()).toMatchObject([{ _id: id, state: 'removed', isSwept: true }]);
    expect((await rows())[0]).not.toHaveProperty('meta');
  });

  test('keeps what a submitted revision holds', async () => {
    const { id } = await upload(await photo(200, 100));
    submitted = [id]; // and sent back since
    await remove(id);
    world.clock.moveOn(2 * dayMs);
    await world.sweep();
    expect((await preview(id, 1, 'hr')).length).toBeGreaterThan(300);
    expect(await list()).toMatchObject([{ id, inRevision: true }]);
  });

  test('is not possible after submitting', async () => {
    const { id } = await upload(await photo(200, 100));
    editable = false;
    await expect(remove(id)).rejects.toMatchObject({ code: 'illegal_state', details: { reason: 'not_editable' } });
    await expect(upload(await photo())).rejects.toMatchObject({ code: 'illegal_state' });
  });
});

describe('the sweep', () => {
  const put = async (name: string) =>
    world.blobs.put(
      name,
      (async function* () {
        yield await Promise.resolve(Buffer.from('x'));
      })(),
    );

  test('removes what a crash left: a pending row with its file a day later; ready ones stay', async () => {
    const { id } = await upload(await photo(200, 100));
    const orphan = newId();
    const [row] = await rows();
    if (row === undefined) throw new Error('no row');
    const pending = { ...row, _id: orphan as never, state: 'pending', changedAt: world.clock.now() };
    await world.database.collection('attachments').insertOne(pending);
    await put(`${world.tenantId}/${orphan}/original`);
    await world.sweep();
    expect(await rows()).toHaveLength(2);
    world.clock.moveOn(dayMs + 1_000);
    await world.sweep();
    expect((await rows()).map(({ _id }) => _id as unknown)).toEqual([id]);
    expect(await blobNames()).toHaveLength(2);
  });

  test('removes one file that no row knows, a day later', async () => {
    await upload(await photo(200, 100));
    await put(`${world.tenantId}/${newId()}/original`);
    world.wallClock.moveOn(dayMs + 1_000);
    await world.sweep();
    expect(await blobNames()).toHaveLength(2);
  });

  test('removes nothing when the database knows no row of the tenant, or of too many files: it may be another one', async () => {
    await upload(await photo(200, 100));
    const strangers = newId();
    await put(`${strangers}/${newId()}/original`);
    for (let index = 0; index < 101; index += 1) await put(`${world.tenantId}/${newId()}/original`);
    world.wallClock.moveOn(dayMs + 1_000);
    await world.sweep();
    expect(await blobNames()).toHaveLength(2 + 1 + 101);
    expect(world.lines.join('')).toContain('attachment_files_unknown');
  }, 60_000);

  test('goes on behind files that cannot be removed, says how many, and tries them again', async () => {
    const [stuckRow, row] = [await upload(await photo(200, 100)), await upload(await photo(210, 100))];
    for (const { id } of [stuckRow, row]) await remove(id);
    const stuck = `${world.tenantId}/00000000-0000-4000-8000-000000000000/original`;
    await put(stuck);
    await put(`${world.tenantId}/${newId()}/original`);
    // A lease without an end: the store itself refuses to remove what is held.
    const held = [stuck, `${world.tenantId}/${stuckRow.id}/original`];
    const leases = held.map((name) => world.container.getBlobClient(name).getBlobLeaseClient());
    for (const lease of leases) await lease.acquireLease(-1);
    world.clock.moveOn(dayMs);
    world.wallClock.moveOn(2 * dayMs);
    world.lines.length = 0;
    await world.sweep();
    expect(await blobNames()).toEqual(expect.arrayContaining(held));
    expect((await blobNames()).filter((name) => name.includes(row.id))).toEqual([]);
    expect(await blobNames()).toHaveLength(3); // the page of the held original is listed behind it
    const warning = world.lines.find((line) => line.includes('attachment_files_undeletable'));
    expect(JSON.parse(warning ?? '{}')).toMatchObject({ count: 2 });
    for (const lease of leases) await lease.releaseLease();
    await world.sweep();
    expect(await blobNames()).toEqual([]);
  });

  test('says when a file of a ready one is gone', async () => {
    const { id } = await upload(await photo(200, 100));
    await world.blobs.remove(`${world.tenantId}/${id}/original`);
    world.clock.moveOn(3_700_000);
    await world.sweep();
    expect(world.lines.join('')).toContain('attachment_files_lost');
    await expect(download(id)).rejects.toMatchObject({ code: 'internal' });
  });
});

test('a declaration holds so many and no more, also when they come at once', async () => {
  const { id } = await upload(await photo(60, 60));
  const [row] = await rows();
  if (row === undefined) throw new Error('no row');
  const copies = Array.from({ length: quota.files - 3 }, () => ({ ...row, _id: newId() as never }));
  await world.database.collection('attachments').insertMany(copies);
  const file = await photo(40, 40);
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, async () => upload(file)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect((await rows()).length).toBe(quota.files);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ details: { limit: 'attachments' } });
  }
  await remove(id);
  await expect(upload(file)).resolves.toBeDefined();
});

test('a declaration holds so many bytes and no more, also when files come at once', async () => {
  const first = await upload(await photo(60, 60));
  const [row] = await rows();
  if (row === undefined) throw new Error('no row');
  const file = await photo(40, 40);
  const bytes = quota.bytes - first.bytes - 2 * file.length;
  await world.database
    .collection('attachments')
    .insertOne({ ...row, _id: newId() as never, file: { ...(row['file'] as object), bytes } });
  const outcomes = await Promise.allSettled(Array.from({ length: 4 }, async () => upload(file))); // as many as one may
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ details: { limit: 'attachment_bytes' } });
  }
});

test('an erasure counts and removes the files of one tenant alone', async () => {
  await upload(await photo(60, 60));
  const other = newId();
  await world.blobs.put(
    `${other}/${newId()}/original`,
    (async function* () {
      yield await Promise.resolve(Buffer.from('x'));
    })(),
  );
  const copies = attachmentCopies(world.blobs);
  expect(await copies.count(world.tenantId)).toBe(2);
  expect(await copies.eraseSome(world.tenantId)).toBe(2);
  expect(await copies.eraseSome(world.tenantId)).toBe(0);
  expect(await copies.count(other)).toBe(1);
});

test('files of 20 MiB pass through in pieces: three at once hold less than two of them', async () => {
  const file = await largePdf(20 * 1024 * 1024 - 100_000);
  // What is still held, not what waits for the collector: that depends on the machine.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held = () => {
    collect();
    collect(); // what the first has found is given back by the second
    return process.memoryUsage().arrayBuffers;
  };
  const before = held();
  let most = 0;
  const uploads = { running: true };
  const watch = async (): Promise<void> => {
    while (uploads.running) {
      const looked = performance.now();
      most = Math.max(most, held() - before);
      // A process that ran many suites collects for seconds: what is measured must get its turn.
      await pause(Math.max(300, 5 * (performance.now() - looked)));
    }
  };
  const watching = watch();
  try {
    await Promise.all([1, 2, 3].map(async () => upload(file)));
  } finally {
    uploads.running = false;
    await watching;
  }
  expect(await rows()).toHaveLength(3);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(2 * file.length);
});
