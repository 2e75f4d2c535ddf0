import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { attachmentsQuery } from '../../api/attachments.js';
import type { AttachmentView, DeclarationView } from '../../api/types.js';
import { AsyncView } from '../../shared/async-view.js';
import { AttachmentPages } from '../../shared/attachment-pages.js';
import { useAttachmentTexts } from '../../shared/attachment-texts.js';
import { Notice } from '../../shared/notice.js';

const Certificate = ({ attachment }: { attachment: AttachmentView }) => {
  const texts = useAttachmentTexts();
  const { certificate, fileName, pages, bytes, warnings } = attachment;
  return (
    <li>
      <h3>{texts.certificate(certificate)}</h3>
      <p className="field-hint">
        {fileName}・<Trans>{pages} ページ</Trans>・{texts.size(bytes)}
      </p>
      {warnings.map((warning) => (
        <Notice key={warning} tone="warning" title={texts.warning(warning)} />
      ))}
      <AttachmentPages attachment={attachment} />
    </li>
  );
};

const List = ({ items }: { items: readonly AttachmentView[] }) => (
  <ul className="attachments">
    {items.map((attachment) => (
      <Certificate key={attachment.id} attachment={attachment} />
    ))}
  </ul>
);

/** 添付された証明書: the pages as drawn by the server, beside what was stated; each look leaves a line in the trail. */
export const ReviewAttachments = ({ declaration }: { declaration: DeclarationView }) => {
  const { t } = useLingui();
  const [newest, ...older] = declaration.revisions.toSorted((a, b) => b.number - a.number);
  const submitted = new Set(newest?.attachmentIds);
  const isAnyAttached = submitted.size > 0 || older.some(({ attachmentIds }) => attachmentIds.length > 0);
  const query = useQuery({ ...attachmentsQuery(declaration.summary.id), enabled: isAnyAttached });
  if (!isAnyAttached) {
    return null;
  }
  return (
    <section className="card">
      <h2>{t`添付された証明書`}</h2>
      <AsyncView query={query}>
        {({ items }) => {
          const before = items.filter(({ id, inRevision }) => inRevision && !submitted.has(id));
          return (
            <>
              <List items={items.filter(({ id }) => submitted.has(id))} />
              {before.length > 0 && (
                <details>
                  <summary>
                    <Trans>前の提出だけにある証明書（{before.length} 件）</Trans>
                  </summary>
                  <List items={before} />
                </details>
              )}
            </>
          );
        }}
      </AsyncView>
    </section>
  );
};
