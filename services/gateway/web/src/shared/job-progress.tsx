import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { GetJobResponse } from '@nencho/contracts/jobs/v1/job_service';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Plain } from '../api/types.js';
import { send, type Violation } from '../api/client.js';
import { isRunning, jobQuery } from '../api/queries.js';
import { AsyncView } from './async-view.js';
import { Button } from './button.js';
import { ErrorNotice, Notice } from './notice.js';
import { useRuleText } from './rule-text.js';

type ItemErrors = Plain<GetJobResponse>['itemErrors'];

/** What stood in the way, each reason once with how many it met; rows of a file by their line. */
const Failures = ({ errors, failed }: { errors: ItemErrors; failed: number }) => {
  const { t } = useLingui();
  const ruleText = useRuleText();
  const counts = new Map<string, { count: number; readonly rows: string[] }>();
  for (const { item, code, violations } of errors) {
    const shown: readonly Violation[] = violations.length > 0 ? violations : [{ path: '', rule: code }];
    for (const violation of shown) {
      const text = ruleText(violation);
      const entry = counts.get(text) ?? { count: 0, rows: [] };
      const row = /^row (\d+)$/.exec(item)?.[1];
      counts.set(text, { count: entry.count + 1, rows: row === undefined ? entry.rows : [...entry.rows, row] });
    }
  }
  const rest = failed - errors.length;
  return (
    <Notice tone="warning" title={t`処理できなかったもの`}>
      <ul>
        {[...counts].map(([text, { count, rows }]) => {
          const lines = rows.join(', ');
          return (
            <li key={text}>
              {text} <Plural value={count} one="（#件）" other="（#件）" />
              {lines !== '' && <Trans>: {lines} 行目</Trans>}
            </li>
          );
        })}
        {rest > 0 && (
          <li>
            <Plural value={rest} one="ほか # 件" other="ほか # 件" />
          </li>
        )}
      </ul>
    </Notice>
  );
};

const useStateTexts = (): Record<string, string> => {
  const { t } = useLingui();
  return {
    JOB_STATE_QUEUED: t`順番を待っています`,
    JOB_STATE_RUNNING: t`処理しています`,
    JOB_STATE_SUCCEEDED: t`終わりました`,
    JOB_STATE_FINISHED_WITH_ERRORS: t`終わりました。処理できなかったものがあります`,
    JOB_STATE_CANCELLED: t`中止しました。それまでに済んだものはそのまま残ります`,
    JOB_STATE_STOPPED: t`途中で止まりました。もう一度始めると、残りから続きます`,
  };
};

type Props = { readonly jobId: string; readonly onFinished?: () => void };

/** Long work: how far it is, a way to stop it, and what became of every item that failed. It can be left and found again. */
export const JobProgress = ({ jobId, onFinished }: Props) => {
  const { t } = useLingui();
  const query = useQuery(jobQuery(jobId));
  const cancel = useMutation({ mutationFn: async () => send('POST', `/api/v1/jobs/${jobId}/cancel`) });
  const state = query.data?.job?.state;
  const running = isRunning(state);
  useEffect(() => {
    if (!running) {
      onFinished?.();
    }
  }, [running, onFinished]);
  const words = useStateTexts();
  return (
    <AsyncView query={query}>
      {({ job, itemErrors }) => {
        const { done = 0, failed = 0, total = 0 } = job ?? {};
        return (
          <div className="job">
            <p className="job-state" role="status">
              {words[state ?? ''] ?? t`処理しています`}
            </p>
            <progress value={done + failed} max={Math.max(1, total)} aria-label={t`進み具合`} />
            <p className="number-line">
              <Trans>
                {done} / {total} 件
              </Trans>
              {failed > 0 && <Trans>（できなかったもの {failed} 件）</Trans>}
            </p>
            {running && (
              <Button
                kind="text"
                busy={cancel.isPending || job?.cancelRequested === true}
                onPress={() => cancel.mutate()}
              >
                {job?.cancelRequested === true ? <Trans>中止しています…</Trans> : <Trans>中止する</Trans>}
              </Button>
            )}
            {cancel.isError && <ErrorNotice error={cancel.error} />}
            {itemErrors.length > 0 && <Failures errors={itemErrors} failed={failed} />}
          </div>
        );
      }}
    </AsyncView>
  );
};
