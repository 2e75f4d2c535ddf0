import { type Attachment } from '@nencho/contracts/document/v1/attachment';
import { type DownloadAttachmentResponse } from '@nencho/contracts/document/v1/document_service';
import { AppError } from '@nencho/kernel';
import { type RequestHandler } from 'express';
import { z } from 'zod';
import { type Backend } from '../clients/backend.js';
import { callOptions, deadlines } from '../http/call.js';
import { downloadRoute, sendChunks } from '../http/download-route.js';
import { idSchema } from '../http/fields.js';
import { parseInput } from '../http/parse.js';
import { jsonRoute, nothing, type Route } from '../http/route.js';
import { uploadRoute } from '../http/upload-route.js';
import { attachment, listOfAnswers } from './answers.js';
import { declarationParams } from './declaration-routes.js';

const attachmentParams = z.strictObject({ attachmentId: idSchema });
const pageParams = attachmentParams.extend({ page: z.coerce.number().int().min(1).max(100) });
const uploadParams = declarationParams.extend({ certificate: z.string().regex(/^[a-z_]{1,40}$/) });

const extensions: Readonly<Record<string, string>> = { jpeg: 'jpg', png: 'png', webp: 'webp', pdf: 'pdf' };

/** The original is for the disk alone: should a browser show it after all, it may do nothing there. */
const asFile = ({ media, fileName }: Attachment): Readonly<Record<string, string>> => {
  const plain = `attachment.${extensions[media] ?? 'bin'}`;
  const named = encodeURIComponent(fileName === '' ? plain : fileName).replaceAll("'", '%27');
  return {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${named}`,
    'content-security-policy': "default-src 'none'; sandbox",
  };
};

const chunksOf = async function* (parts: AsyncIterator<DownloadAttachmentResponse>) {
  try {
    for (let next = await parts.next(); next.done !== true; next = await parts.next()) {
      if (next.value.part?.$case === 'chunk') yield { chunk: next.value.part.value };
    }
  } finally {
    await parts.return?.();
  }
};

const originalRoute = ({ document }: Backend): Route => {
  const handle: RequestHandler = async (request, response) => {
    const params = parseInput(attachmentParams, request.params);
    parseInput(nothing, request.query);
    const call = callOptions(request, response, deadlines.upload);
    const parts = document.downloadAttachment(params, call)[Symbol.asyncIterator]();
    const head = await parts.next();
    const about = head.done === true ? undefined : head.value.part;
    if (about?.$case !== 'attachment') throw new AppError('internal', 'a download begins without its name');
    const chunks = chunksOf(parts);
    const first = await chunks.next();
    response.status(200).set(asFile(about.value));
    await sendChunks(response, first, chunks);
  };
  return {
    ...{ method: 'get', path: '/api/v1/attachments/:attachmentId/file', access: 'tenant', success: 200, keyed: false },
    ...{ summary: 'The original as it was attached, for the disk', calls: ['document.DownloadAttachment'] },
    ...{ params: attachmentParams, query: nothing, gives: 'application/octet-stream', handle },
  };
};

export const attachmentRoutes = (backend: Backend): readonly Route[] => [
  jsonRoute({
    method: 'get',
    path: '/api/v1/declarations/:declarationId/attachments',
    access: 'tenant',
    summary: 'Certificates of one’s own declaration, or within scope those that were submitted',
    calls: ['document.ListAttachments'],
    answer: listOfAnswers(attachment),
    params: declarationParams,
    run: async ({ params }, call) => backend.document.listAttachments(params, call),
  }),
  uploadRoute({
    path: '/api/v1/declarations/:declarationId/attachments/:certificate',
    access: 'tenant',
    summary: 'Attaches a certificate (JPEG, PNG, WebP or PDF, at most 20 MiB; name in X-File-Name)',
    calls: ['document.UploadAttachment'],
    takes: 'application/octet-stream',
    answer: z.object({ attachment: attachment.optional() }),
    params: uploadParams,
    run: async ({ params, key, fileName, pieces }, call) => {
      const parts = async function* () {
        yield { part: { $case: 'header' as const, value: { ...params, fileName, idempotencyKey: key } } };
        for await (const chunk of pieces) yield { part: { $case: 'chunk' as const, value: chunk } };
      };
      return backend.document.uploadAttachment(parts(), call);
    },
  }),
  downloadRoute({
    path: '/api/v1/attachments/:attachmentId/pages/:page',
    access: 'tenant',
    summary: 'A page of a certificate, drawn anew: nothing of the original but its pixels',
    calls: ['document.GetAttachmentPreview'],
    params: pageParams,
    gives: 'image/jpeg',
    disposition: 'inline',
    fileName: { ja: '証明書.jpg', ascii: 'certificate.jpg' },
    deadlineMs: deadlines.render,
    run: (params, call) => backend.document.getAttachmentPreview(params, call),
  }),
  originalRoute(backend),
  jsonRoute({
    method: 'delete',
    path: '/api/v1/attachments/:attachmentId',
    access: 'tenant',
    summary: 'Takes a certificate away; what was submitted stays with its revision',
    calls: ['document.RemoveAttachment'],
    success: 204,
    params: attachmentParams,
    run: async ({ params, key }, call) => backend.document.removeAttachment({ ...params, idempotencyKey: key }, call),
  }),
];
