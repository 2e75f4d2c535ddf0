import { Trans, useLingui } from '@lingui/react/macro';
import type { GetResultResponse } from '@nencho/contracts/declaration/v1/declaration_service';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { get } from '../../api/client.js';
import type { DeclarationView, GetDeclarationView, Plain } from '../../api/types.js';
import { AsyncView } from '../../shared/async-view.js';
import { Button } from '../../shared/button.js';
import { DeclarationStatusMark } from '../../shared/declaration-status.js';
import { TextField } from '../../shared/field.js';
import { FactsView } from '../../shared/facts-view.js';
import { ErrorNotice, Notice } from '../../shared/notice.js';
import { Page } from '../../shared/page.js';
import { ResultView } from '../../shared/result-view.js';
import { useAction } from '../use-action.js';
import { useReviewRows } from './review-list-page.js';

type Versioned = { readonly version: number };
type SendBack = Versioned & { readonly comments: readonly { readonly path: string; readonly comment: string }[] };
const refreshed = ['declarations', 'declaration', 'progress'];

/** The people before and after this one in the list that the reviewer came from; J and K go there by keyboard. */
const useNeighbours = (campaignId: string, declarationId: string) => {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const { items } = useReviewRows(campaignId, search);
  const index = items.findIndex(({ id }) => id === declarationId);
  const pathOf = (id: string | undefined) =>
    id === undefined ? undefined : `/admin/campaigns/${campaignId}/review/${id}?${search.toString()}`;
  const previous = pathOf(items[index - 1]?.id);
  const next = pathOf(items[index + 1]?.id);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      const target = event.key === 'j' ? next : event.key === 'k' ? previous : undefined;
      if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && target !== undefined) {
        void navigate(target);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [navigate, next, previous]);
  return { previous, next, card: items[index]?.card };
};

/** Facts with a comment field beside each line that the reviewer wants corrected. */
const Review = ({ declaration }: { declaration: DeclarationView }) => {
  const { t } = useLingui();
  const [comments, setComments] = useState<Readonly<Record<string, string>>>({});
  const path = `/api/v1/declarations/${declaration.summary.id}`;
  const approve = useAction<unknown, Versioned>('POST', () => `${path}/approve`, refreshed);
  const sendBack = useAction<unknown, SendBack>(
    'POST',
    () => `${path}/send-back`,
    refreshed,
    () => setComments({}),
  );
  const { status, version } = declaration.summary;
  const reviewable = status === 'DECLARATION_STATUS_SUBMITTED';
  const written = Object.entries(comments).filter(([, comment]) => comment.trim() !== '');
  const change = (linePath: string, comment: string | undefined) =>
    setComments((old) => ({
      ...Object.fromEntries(Object.entries(old).filter(([other]) => other !== linePath)),
      ...(comment === undefined ? {} : { [linePath]: comment }),
    }));
  return (
    <>
      <FactsView
        facts={declaration.facts}
        besideLine={(line) =>
          comments[line.path] !== undefined ? (
            <div className="comment">
              <TextField
                label={t`「${line.label}」への指摘`}
                maxLength={500}
                value={comments[line.path] ?? ''}
                onChange={(comment) => change(line.path, comment)}
              />
              <Button kind="text" onPress={() => change(line.path, undefined)}>
                <Trans>指摘をやめる</Trans>
              </Button>
            </div>
          ) : (
            reviewable && (
              <Button kind="text" onPress={() => change(line.path, '')}>
                <Trans>指摘する</Trans>
                <span className="visually-hidden">: {line.label}</span>
              </Button>
            )
          )
        }
      />
      {approve.isError && <ErrorNotice error={approve.error} />}
      {sendBack.isError && <ErrorNotice error={sendBack.error} />}
      {reviewable && (
        <div className="actions">
          <Button busy={approve.isPending} disabled={written.length > 0} onPress={() => approve.mutate({ version })}>
            <Trans>承認する</Trans>
          </Button>
          <Button
            kind="secondary"
            busy={sendBack.isPending}
            disabled={written.length === 0}
            onPress={() =>
              sendBack.mutate({
                version,
                comments: written.map(([linePath, comment]) => ({ path: linePath, comment: comment.trim() })),
              })
            }
          >
            <Trans>{written.length} 件の指摘をつけて差し戻す</Trans>
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

/** 一人の申告の確認: what was stated, comments, approval, and the result with its reasons. */
export const ReviewPage = () => {
  const { t } = useLingui();
  const { campaignId = '', declarationId = '' } = useParams();
  const [search] = useSearchParams();
  const { previous, next, card } = useNeighbours(campaignId, declarationId);
  const query = useQuery({
    queryKey: ['declaration', declarationId],
    queryFn: async () => get<GetDeclarationView>(`/api/v1/declarations/${declarationId}`),
  });
  const name = card === undefined ? '' : `${card.familyName} ${card.givenName}`;
  return (
    <AsyncView query={query}>
      {({ declaration }) => (
        <Page title={t`${declaration.summary.employeeNumber} ${name} の申告`}>
          <nav className="actions" aria-label={t`前後の人`}>
            <Link to={`/admin/campaigns/${campaignId}/review?${search.toString()}`}>
              <Trans>一覧へ戻る</Trans>
            </Link>
            {previous !== undefined && (
              <Link to={previous}>
                <Trans>前の人（K）</Trans>
              </Link>
            )}
            {next !== undefined && (
              <Link to={next}>
                <Trans>次の人（J）</Trans>
              </Link>
            )}
          </nav>
          <p>
            <DeclarationStatusMark status={declaration.summary.status} />
          </p>
          {declaration.comments.map(({ path, comment }) => (
            <Notice key={path} tone="info" title={t`前回の指摘`}>
              {comment}
            </Notice>
          ))}
          <Review key={declaration.summary.version} declaration={declaration} />
          <Result declaration={declaration} />
        </Page>
      )}
    </AsyncView>
  );
};
