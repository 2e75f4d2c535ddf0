import type { PayImportHeader, StartPayImportRequest } from '@nencho/contracts/declaration/v1/declaration_service';
import { limitExceeded, validationFailed } from '@nencho/kernel';

const MAX_BYTES = 20 * 1024 * 1024;

/** The header, which must come first and once, and the bytes after it. */
export const readUpload = async (
  requests: AsyncIterable<StartPayImportRequest>,
): Promise<{ readonly header: PayImportHeader; readonly content: Uint8Array }> => {
  let header: PayImportHeader | undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const { part } of requests) {
    if (part?.$case === 'header' && header === undefined) {
      header = part.value;
      continue;
    }
    if (part?.$case !== 'chunk' || header === undefined)
      throw validationFailed([{ path: 'header', rule: 'header_first' }]);
    size += part.value.length;
    if (size > MAX_BYTES) throw limitExceeded('file_bytes');
    chunks.push(part.value);
  }
  if (header === undefined) throw validationFailed([{ path: 'header', rule: 'header_first' }]);
  return { header, content: Buffer.concat(chunks) };
};
