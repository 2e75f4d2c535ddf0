import { Trans, useLingui } from '@lingui/react/macro';
import { Notice } from '../../shared/notice.js';
import { useAction } from '../../shared/use-action.js';
import { ActError } from './act-error.js';
import { AskedButton } from './asked-button.js';
import type { ContractEndView } from './contract-end.js';

const useAct = (name: string) => useAction<unknown>('POST', () => `/api/v1/contract-end/${name}`, ['contract-end']);

const Progress = ({ count, mine }: { count: number; mine: boolean }) => (
  <p>
    <Trans>賛成した管理者: {count} 人（2人必要）</Trans>
    {mine && (
      <>
        {' '}
        <Trans>あなたは賛成ずみです。</Trans>
      </>
    )}
  </p>
);

/** Have the exports been received? Until that is answered, nothing is deleted within the grace. */
export const ExportAnswer = ({ end }: { end: ContractEndView }) => {
  const { t } = useLingui();
  const acknowledge = useAct('export-acknowledgement');
  const waive = useAct('export-waiver');
  const { exportState, waivedBy, waivedByMe } = end;
  if (exportState !== 'open') {
    return null;
  }
  return (
    <>
      <p>
        <Trans>
          書類は、会社に7年間の保存の義務があります。書き出したファイルを開いて、読めることを確かめてから答えてください。
        </Trans>
      </p>
      <AskedButton
        label={t`書き出しを受け取り、読めることを確かめた`}
        question={<Trans>猶予期間のあと、書き出しはもう受け取れません。よろしいですか。</Trans>}
        busy={acknowledge.isPending}
        onPress={() => acknowledge.mutate()}
      />
      {acknowledge.isError && <ActError error={acknowledge.error} />}
      <h3>{t`書き出しがいらないとき`}</h3>
      <Progress count={waivedBy.length} mine={waivedByMe} />
      {!waivedByMe && (
        <AskedButton
          label={t`書き出しを放棄することに賛成する`}
          question={<Trans>管理者が2人賛成すると、書き出しのないまま消去できるようになります。</Trans>}
          kind="danger"
          busy={waive.isPending}
          onPress={() => waive.mutate()}
        />
      )}
      {waive.isError && <ActError error={waive.error} />}
    </>
  );
};

/** Within the grace two administrators take the end of the contract back. */
export const Cancel = ({ end }: { end: ContractEndView }) => {
  const { t } = useLingui();
  const cancel = useAct('cancel');
  return (
    <>
      <p>
        <Trans>猶予期間のうちに管理者が2人賛成すると、契約は終わらず、前と同じように使えます。</Trans>
      </p>
      <Progress count={end.cancelledBy.length} mine={end.cancelledByMe} />
      {!end.cancelledByMe && (
        <AskedButton
          label={t`契約の終了を取り消すことに賛成する`}
          question={<Trans>もう1人の管理者が賛成すると、取り消されます。</Trans>}
          busy={cancel.isPending}
          onPress={() => cancel.mutate()}
        />
      )}
      {cancel.isError && <ActError error={cancel.error} />}
    </>
  );
};

/** Before the contract has ended, one administrator takes the notice back. */
export const Withdraw = () => {
  const { t } = useLingui();
  const withdraw = useAct('withdraw');
  return (
    <>
      <AskedButton
        label={t`予告を取り下げる`}
        question={<Trans>契約は終わらず、このまま続きます。</Trans>}
        busy={withdraw.isPending}
        onPress={() => withdraw.mutate()}
      />
      {withdraw.isError && <ActError error={withdraw.error} />}
      {withdraw.isSuccess && <Notice tone="success" title={t`予告を取り下げました。`} />}
    </>
  );
};
