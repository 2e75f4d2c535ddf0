import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { Button } from '../../shared/button.js';
import { TextField } from '../../shared/field.js';
import { JobProgress } from '../../shared/job-progress.js';
import { ErrorNotice } from '../../shared/notice.js';
import { useAction } from '../../shared/use-action.js';
import { useSearchState } from '../../shared/use-search-state.js';
import { progressQuery, type CampaignView } from './campaigns.js';

type Act = 'open' | 'calculate' | 'finalise';
type Job = { readonly jobId: string };

/** An act that runs as a job: how to start it, and the job by the page's address, so that it can be left and found again. */
const useAct = <Body = void,>(campaignId: string, act: Act) => {
  const queries = useQueryClient();
  const { get, put } = useSearchState();
  const run = useAction<Job, Body>(
    'POST',
    () => `/api/v1/campaigns/${campaignId}/${act}`,
    [],
    ({ jobId }) => put({ [act]: jobId }),
  );
  const onFinished = useCallback(() => {
    for (const key of ['progress', 'campaigns', 'declarations', 'declaration', 'result']) {
      void queries.invalidateQueries({ queryKey: [key] });
    }
  }, [queries]);
  const jobId = get(act);
  const progress = jobId === '' ? null : <JobProgress key={jobId} jobId={jobId} onFinished={onFinished} />;
  return { run, progress };
};

/** Opens for employees; can be run again without harm. */
export const OpenAct = ({ campaign }: { campaign: CampaignView }) => {
  const { run, progress } = useAct(campaign.id, 'open');
  const isFirst = campaign.status === 'CAMPAIGN_STATUS_DRAFT';
  return (
    <>
      <p>
        <Trans>
          在籍している全員の申告を用意し、案内のメールを送ります。あとから入った人のために、もう一度押せます。
        </Trans>
      </p>
      <Button kind={isFirst ? 'primary' : 'secondary'} busy={run.isPending} onPress={() => run.mutate()}>
        {isFirst ? <Trans>受付を始める</Trans> : <Trans>あとから入った人の受付を始める</Trans>}
      </Button>
      {run.isError && <ErrorNotice error={run.error} />}
      {progress}
    </>
  );
};

/** Calculates everybody who is ready; can be run again without harm. */
export const CalculateAct = ({ campaign }: { campaign: CampaignView }) => {
  const { run, progress } = useAct(campaign.id, 'calculate');
  return (
    <>
      <p>
        <Trans>承認ずみで給与のある全員を計算します。何度でもやり直せます。</Trans>
      </p>
      <Button busy={run.isPending} onPress={() => run.mutate()}>
        <Trans>計算する</Trans>
      </Button>
      {run.isError && <ErrorNotice error={run.error} />}
      {progress}
    </>
  );
};

type Finalise = { readonly allowPartial: boolean; readonly expectedCount: number };

const FinaliseForm = ({
  count,
  rest,
  busy,
  onSubmit,
}: {
  count: number;
  rest: number;
  busy: boolean;
  onSubmit: () => void;
}) => {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const matches = typed.normalize('NFKC').trim() === String(count);
  return (
    <>
      <p>
        <Trans>計算ずみの {count} 人の結果を確定し、変更できなくします。本人に結果のメールが届きます。</Trans>{' '}
        {rest > 0 && <Trans>まだ計算していない {rest} 人は、そのままです。</Trans>}
      </p>
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <TextField
          label={t`確かめるため、人数（${count}）を入力してください`}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={setTyped}
        />
        <Button kind="danger" type="submit" busy={busy} disabled={!matches}>
          <Trans>{count} 人を確定する</Trans>
        </Button>
      </form>
    </>
  );
};

/** 確定: locks results. It says how many, and the number must be typed. */
export const FinaliseAct = ({ campaign }: { campaign: CampaignView }) => {
  const query = useQuery(progressQuery(campaign.id));
  const { run, progress } = useAct<Finalise>(campaign.id, 'finalise');
  const { total = 0, calculated = 0, counts = [] } = query.data ?? {};
  const locked = counts.find(({ status }) => status === 'DECLARATION_STATUS_FINALISED')?.count ?? 0;
  const count = calculated - locked;
  const rest = total - calculated;
  return (
    <>
      {count === 0 ? (
        <p>
          <Trans>確定できる人は、いまいません。計算すると、ここで確定できます。</Trans>
        </p>
      ) : (
        <FinaliseForm
          count={count}
          rest={rest}
          busy={run.isPending}
          onSubmit={() => run.mutate({ allowPartial: rest > 0, expectedCount: count })}
        />
      )}
      {run.isError && <ErrorNotice error={run.error} />}
      {progress}
    </>
  );
};
