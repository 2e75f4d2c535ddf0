import { Trans } from '@lingui/react/macro';
import { Button } from '../shared/button.js';
import { ErrorNotice, Notice } from '../shared/notice.js';
import { useCurrentDraft } from './draft-context.js';

const Conflict = () => {
  const { takeTheirs, keepMine } = useCurrentDraft();
  return (
    <Notice tone="warning" title={<Trans>別の画面で先に保存されました</Trans>}>
      <p>
        <Trans>どちらの内容を残すか選んでください。選ぶまで、この画面の入力は保存されません。</Trans>
      </p>
      <div className="actions">
        <Button onPress={() => void takeTheirs()}>
          <Trans>先に保存された内容を読み込む</Trans>
        </Button>
        <Button kind="secondary" onPress={() => void keepMine()}>
          <Trans>この画面の内容で置きかえる</Trans>
        </Button>
      </div>
    </Notice>
  );
};

/** Says whether what was typed is safe, and what to do when it is not. */
export const SaveStatus = () => {
  const { saveState, error, flush } = useCurrentDraft();
  if (saveState === 'conflict') {
    return <Conflict />;
  }
  if (saveState === 'failed') {
    const again = (
      <Button kind="secondary" onPress={() => void flush()}>
        <Trans>もう一度保存する</Trans>
      </Button>
    );
    return <ErrorNotice error={error} action={again} />;
  }
  return (
    <p className="save-status" role="status">
      {saveState === 'saved' ? <Trans>自動で保存しました</Trans> : <Trans>保存しています…</Trans>}
    </p>
  );
};
