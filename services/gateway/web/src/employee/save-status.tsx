import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isApiError } from '../api/client.js';
import { sessionQuery } from '../api/queries.js';
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
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: async () => {
      await queries.fetchQuery({ ...sessionQuery, staleTime: 0 }); // another tab may have signed in anew since
      return flush();
    },
  });
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

/** Says whether what was typed is safe, and what to do when it is not. */
export const SaveStatus = () => {
  const { saveState } = useCurrentDraft();
  if (saveState === 'conflict') {
    return <Conflict />;
  }
  if (saveState === 'failed') {
    return <Failed />;
  }
  return (
    <p className="save-status" role="status">
      {saveState === 'untouched' && <Trans>入力は自動で保存されます</Trans>}
      {saveState === 'saved' && <Trans>自動で保存しました</Trans>}
      {(saveState === 'unsaved' || saveState === 'saving') && <Trans>保存しています…</Trans>}
    </p>
  );
};
