import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { send } from '../api/client.js';
import { isRunning, jobQuery } from '../api/queries.js';
import { AsyncView } from './async-view.js';
import { Button } from './button.js';
import { Notice } from './notice.js';
import { useRuleText } from './rule-text.js';

type Props = { readonly jobId: string; readonly onFinished?: () => void };

/** Long work: how far it is, a way to stop it, and what became of every item that failed. It can be left and found again. */
export const JobProgress = ({ jobId, onFinished }: Props) => {
  const { t } = useLingui();
  const ruleText = useRuleText();
  const query = useQuery(jobQuery(jobId));
  const cancel = useMutation({ mutationFn: async () => send('POST', `/api/v1/jobs/${jobId}/cancel`) });
  const state = query.data?.job?.state;
  const running = isRunning(state);
  useEffect(() => {
    if (!running) {
      onFinished?.();
    }
  }, [running, onFinished]);
  const words: Record<string, string> = {
    JOB_STATE_QUEUED: t`順番を待っています`,
    JOB_STATE_RUNNING: t`処理しています`,
    JOB_STATE_SUCCEEDED: t`終わりました`,
    JOB_STATE_FINISHED_WITH_ERRORS: t`終わりました。処理できなかったものがあります`,
    JOB_STATE_CANCELLED: t`中止しました`,
    JOB_STATE_STOPPED: t`止まりました`,
  };
  return (
    <AsyncView query={query}>
      {({ job, itemErrors }) => (
        <section className="card" aria-live="polite">
          <p>
            <strong>{words[job?.state ?? ''] ?? t`処理しています`}</strong>{' '}
            <Trans>
              {job?.done ?? 0} / {job?.total ?? 0} 件（失敗 {job?.failed ?? 0} 件）
            </Trans>
          </p>
          <progress
            value={(job?.done ?? 0) + (job?.failed ?? 0)}
            max={Math.max(1, job?.total ?? 1)}
            aria-label={t`進み具合`}
          />
          {running && (
            <Button kind="text" onPress={() => cancel.mutate()}>
              <Trans>中止する</Trans>
            </Button>
          )}
          {itemErrors.length > 0 && (
            <Notice tone="warning" title={t`処理できなかったもの`}>
              <ul>
                {itemErrors.map((item) => (
                  <li key={item.item}>
                    {item.item}: {item.violations.map((violation) => ruleText(violation)).join(' ') || item.code}
                  </li>
                ))}
              </ul>
            </Notice>
          )}
        </section>
      )}
    </AsyncView>
  );
};
