import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { attachmentsQuery, isReady } from '../api/attachments.js';
import { AsyncView } from '../shared/async-view.js';
import { useAttachmentTexts } from '../shared/attachment-texts.js';

/** On the last screen: everything that goes in with the declaration. */
export const AttachedSummary = ({ declarationId }: { declarationId: string }) => {
  const { certificate } = useAttachmentTexts();
  const query = useQuery(attachmentsQuery(declarationId));
  return (
    <section className="card">
      <h2>
        <Trans>添付する証明書</Trans>
      </h2>
      <AsyncView query={query}>
        {({ items }) => {
          const ready = items.filter(isReady);
          return ready.length === 0 ? (
            <p>
              <Trans>添付はありません。</Trans>
            </p>
          ) : (
            <ul>
              {ready.map(({ id, certificate: kind, fileName, pages }) => (
                <li key={id}>
                  {certificate(kind)}: {fileName}（<Trans>{pages} ページ</Trans>）
                </li>
              ))}
            </ul>
          );
        }}
      </AsyncView>
    </section>
  );
};
