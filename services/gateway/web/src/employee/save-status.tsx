import { Trans } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { isApiError } from '../api/client.js';
import { Button } from '../shared/button.js';
import { ErrorNotice, Notice } from '../shared/notice.js';
import { useCurrentDraft } from './draft-context.js';

const Conflict = () => {
  const { takeTheirs, keepMine } = useCurrentDraft();
  const choose = useMutation({ mutationFn: async (choice: () => Promise<void>) => choice() });
  return (
    <div role="alert">
      <Notice tone="warning" title={<Trans>別の画面で先に保存されました</Trans>}>
        <p>
          <Trans>どちらの内容を残すか選んでください。選ぶまで、この画面の入力は保存されません。</Trans>
        </p>
        <div className="actions">
          <Button busy={choose.isPending} onPress={() => choose.mutate(takeTheirs)}>
            <Trans>先に保存された内容を読み込む</Trans>
          </Button>
          <Button kind="secondary" busy={choose.isPending} onPress={() => choose.mutate(keepMine)}>
            <Trans>この画面の内容で置きかえる</Trans>
          </Button>
        </div>
        {choose.isError && <ErrorNotice error={choose.error} />}
      </Notice>
    </div>
  );
};

const Failed = () => {
  const { error, flush, takeTheirs } = useCurrentDraft();
  const again = useMutation({ mutationFn: flush });
  const action = isApiError(error, 'illegal_state') ? (
    <Button kind="secondary" onPress={() => void takeTheirs()}>
      <Trans>最新の内容を読み込む</Trans>
    </Button>
  ) : (
    <Button kind="secondary" busy={again.isPending} onPress={() => again.mutate()}>
      <Trans>もう一度保存する</Trans>
    </Button>
  );
  return <ErrorNotice error={error} action={<div className="actions">{action}</div>} />;
};

/** What stands in the way of saving and how to go on; it takes the place of the estimate, in sight of who is typing. */
export const SaveProblem = () => {
  const { saveState } = useCurrentDraft();
  return <aside className="estimate">{saveState === 'conflict' ? <Conflict /> : <Failed />}</aside>;
};

/** Says that what was typed is safe, or about to be. */
export const SaveStatus = () => {
  const { saveState } = useCurrentDraft();
  return (
    <p className="save-status" role="status">
      {saveState === 'untouched' && <Trans>入力は自動で保存されます</Trans>}
      {saveState === 'saved' && <Trans>自動で保存しました</Trans>}
      {(saveState === 'unsaved' || saveState === 'saving') && <Trans>保存しています…</Trans>}
    </p>
  );
};
