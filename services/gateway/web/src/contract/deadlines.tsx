import { Trans, useLingui } from '@lingui/react/macro';
import type { Deadline } from '@nencho/contracts/retention/v1/erasure';
import type { ReactNode } from 'react';
import { useDateTexts } from '../shared/date-text.js';

type Props = {
  readonly endDate: string;
  readonly graceEnds: Deadline | undefined;
  readonly certificateDue: Deadline | undefined;
  readonly limit: Deadline | undefined;
};

const Day = ({ deadline }: { deadline: Deadline | undefined }): ReactNode => {
  const dates = useDateTexts();
  if (deadline === undefined) {
    return '—';
  }
  const { businessDay, date } = deadline;
  return (
    <>
      {date === '' ? <Trans>祝日が公表されしだい決まります</Trans> : dates.deadline(date)}
      <span className="fact-beside">
        <Trans>（{businessDay} 営業日目）</Trans>
      </span>
    </>
  );
};

/** What happens when. Business days count from the last day of the contract. */
export const Deadlines = ({ endDate, graceEnds, certificateDue, limit }: Props) => {
  const { t } = useLingui();
  const dates = useDateTexts();
  return (
    <dl className="facts">
      <dt>{t`契約が終わる日`}</dt>
      <dd>{dates.deadline(endDate)}</dd>
      <dt>{t`消去を始められる日`}</dt>
      <dd>
        <Day deadline={graceEnds} />
      </dd>
      <dt>{t`消去の証明書ができる日`}</dt>
      <dd>
        <Day deadline={certificateDue} />
      </dd>
      <dt>{t`契約で約束した期限`}</dt>
      <dd>
        <Day deadline={limit} />
      </dd>
    </dl>
  );
};

/** Where the count of business days stands. */
export const Countdown = ({ businessDay, limit }: { businessDay: number; limit: Deadline | undefined }) => {
  const { t } = useLingui();
  const last = limit?.businessDay ?? 60;
  const before = -businessDay;
  const left = last - businessDay;
  return (
    <div className="job">
      <p className="job-state">
        {businessDay < 0 ? (
          <Trans>終わりの日まであと {before} 営業日</Trans>
        ) : (
          <Trans>
            {businessDay} 営業日目（期限まであと {left} 営業日）
          </Trans>
        )}
      </p>
      <progress value={Math.max(0, businessDay)} max={last} aria-label={t`契約の終わりからの営業日`} />
    </div>
  );
};
