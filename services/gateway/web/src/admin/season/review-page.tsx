import { Trans, useLingui } from '@lingui/react/macro';
import type { GetResultResponse } from '@nencho/contracts/declaration/v1/declaration_service';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { get } from '../../api/client.js';
import type { DeclarationView, GetDeclarationView, Plain } from '../../api/types.js';
import { AsyncView } from '../../shared/async-view.js';
import { Button } from '../../shared/button.js';
import { DeclarationStatusMark } from '../../shared/declaration-status.js';
import { useFactLabels } from '../../shared/fact-labels.js';
import { ErrorNotice, Notice } from '../../shared/notice.js';
import { Page } from '../../shared/page.js';
import { ResultView } from '../../shared/result-view.js';
import { useAction } from '../../shared/use-action.js';
import { Neighbours } from './neighbours.js';
import { ReviewAttachments } from './review-attachments.js';
import { ReviewFacts, type Comments } from './review-facts.js';
import { useReviewRows } from './review-rows.js';
import { usePersonName } from './use-person-name.js';

type Versioned = { readonly version: number };
type SendBack = Versioned & { readonly comments: readonly { readonly path: string; readonly comment: string }[] };
/** Not the list: the people before and after stay where they are until the reviewer goes back to it. */
const refreshed = ['declaration', 'progress'];

const Decision = ({ declaration, comments }: { declaration: DeclarationView; comments: Comments }) => {
  const { id, status, version } = declaration.summary;
  const path = `/api/v1/declarations/${id}`;
  const approve = useAction<unknown, Versioned>('POST', () => `${path}/approve`, refreshed);
  const sendBack = useAction<unknown, SendBack>('POST', () => `${path}/send-back`, refreshed);
  const written = Object.entries(comments)
    .map(([factPath, comment]) => ({ path: factPath, comment: comment.trim() }))
    .filter(({ comment }) => comment !== '');
  const count = written.length;
  return (
    <>
      {approve.isError && <ErrorNotice error={approve.error} />}
      {sendBack.isError && <ErrorNotice error={sendBack.error} />}
      {status === 'DECLARATION_STATUS_SUBMITTED' && (
        <div className="actions">
          <Button busy={approve.isPending} disabled={count > 0} onPress={() => approve.mutate({ version })}>
            <Trans>承認する</Trans>
          </Button>
          <Button
            kind="secondary"
            busy={sendBack.isPending}
            disabled={count === 0}
            onPress={() => sendBack.mutate({ version, comments: written })}
          >
            {count === 0 ? <Trans>指摘をつけて差し戻す</Trans> : <Trans>{count} 件の指摘をつけて差し戻す</Trans>}
          </Button>
        </div>
      )}
    </>
  );
};

const calculated = new Set(['RESULT_STATUS_CALCULATED', 'RESULT_STATUS_OUTDATED', 'RESULT_STATUS_FINALISED']);

const Result = ({ declaration }: { declaration: DeclarationView }) => {
  const { t } = useLingui();
  const { id, resultStatus } = declaration.summary;
  const result = useQuery({
    queryKey: ['result', id],
    queryFn: async () => get<Plain<GetResultResponse>>(`/api/v1/declarations/${id}/result`),
    enabled: calculated.has(resultStatus),
  });
  if (!calculated.has(resultStatus)) {
    return null;
  }
  return (
    <section className="card">
      <h2>{t`計算の結果`}</h2>
      {resultStatus === 'RESULT_STATUS_OUTDATED' && (
        <Notice tone="warning" title={t`計算のあとで内容が変わりました。もう一度計算してください。`} />
      )}
      {resultStatus === 'RESULT_STATUS_FINALISED' && (
        <a
          className="button button-secondary"
          href={`/api/v1/declarations/${id}/slip.pdf`}
          target="_blank"
          rel="noreferrer"
        >
          <Trans>源泉徴収票を開く（PDF）</Trans>
        </a>
      )}
      <AsyncView query={result}>{(response) => <ResultView response={response} />}</AsyncView>
    </section>
  );
};

/** What was stated on the left; on the right, in sight all the time, what to decide and the result with its reasons. */
const Review = ({ declaration }: { declaration: DeclarationView }) => {
  const [comments, setComments] = useState<Comments>({});
  const { place } = useFactLabels();
  return (
    <div className="columns">
      <div>
        <ReviewFacts declaration={declaration} comments={comments} onChange={setComments} />
      </div>
      <div className="columns-side">
        <p>
          <DeclarationStatusMark status={declaration.summary.status} />
        </p>
        {declaration.comments.map(({ path, comment }) => (
          <Notice key={path} tone="info" title={<Trans>前回の指摘: {place(path)}</Trans>}>
            {comment}
          </Notice>
        ))}
        <Decision declaration={declaration} comments={comments} />
        <ReviewAttachments declaration={declaration} />
        <Result declaration={declaration} />
      </div>
    </div>
  );
};

/** 一人の申告の確認: what was stated, comments, approval, and the result with its reasons. */
export const ReviewPage = () => {
  const { t } = useLingui();
  const { campaignId = '', declarationId = '' } = useParams();
  const { items } = useReviewRows(campaignId);
  const query = useQuery({
    queryKey: ['declaration', declarationId],
    queryFn: async () => get<GetDeclarationView>(`/api/v1/declarations/${declarationId}`),
  });
  const name = usePersonName(items, query.data?.declaration.summary);
  return (
    <AsyncView query={query} title={t`申告の確認`}>
      {({ declaration }) => (
        <Page key={declarationId} title={t`${declaration.summary.employeeNumber} ${name} の申告`}>
          <Neighbours rows={items} declarationId={declarationId} />
          <Review key={declaration.summary.version} declaration={declaration} />
        </Page>
      )}
    </AsyncView>
  );
};
