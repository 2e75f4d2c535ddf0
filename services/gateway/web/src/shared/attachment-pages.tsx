import { useLingui } from '@lingui/react/macro';
import type { AttachmentView } from '../api/types.js';

export const pageAddress = (id: string, page: number): string => `/api/v1/attachments/${id}/pages/${page}`;

/** Every page as a picture; each opens in a tab of its own, to be read closely. */
export const AttachmentPages = ({ attachment }: { attachment: AttachmentView }) => {
  const { t } = useLingui();
  const { id, pages, fileName } = attachment;
  return (
    <ol className="attachment-pages">
      {Array.from({ length: pages }, (_, index) => index + 1).map((page) => (
        <li key={page}>
          <a href={pageAddress(id, page)} target="_blank" rel="noreferrer">
            <img src={pageAddress(id, page)} alt={t`${fileName} の ${page} ページ目`} loading="lazy" />
          </a>
        </li>
      ))}
    </ol>
  );
};
