import type { AttachmentHeader, UploadAttachmentRequest } from '@nencho/contracts/document/v1/document_service';
import { validationFailed } from '@nencho/kernel';

const headerFirst = () => validationFailed([{ path: 'header', rule: 'header_first' }]);

/** The header, which must come first and once, and the bytes after it as they arrive. */
export const readUpload = async (
  requests: AsyncIterable<UploadAttachmentRequest>,
): Promise<{ readonly header: AttachmentHeader; readonly bytes: AsyncIterable<Uint8Array> }> => {
  const messages = requests[Symbol.asyncIterator]();
  const first = await messages.next();
  const part = first.done === true ? undefined : first.value.part;
  if (part?.$case !== 'header') throw headerFirst();
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    try {
      for (let next = await messages.next(); next.done !== true; next = await messages.next()) {
        if (next.value.part?.$case !== 'chunk') throw headerFirst();
        yield next.value.part.value;
      }
    } finally {
      await messages.return?.();
    }
  };
  return { header: part.value, bytes: bytes() };
};
