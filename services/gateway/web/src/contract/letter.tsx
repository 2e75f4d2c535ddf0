import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import { Button } from '../shared/button.js';
import { Notice } from '../shared/notice.js';

/**
 * The text of a letter with a secret in it: in memory while it stands here, printed by the browser, kept nowhere. Whoever
 * leaves the page is asked, since it cannot be shown again.
 */
export const Letter = ({ text, onDone }: { text: string; onDone: () => void }) => {
  const { t } = useLingui();
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);
  return (
    <section aria-label={t`書面`}>
      <Notice tone="warning" title={t`この書面は、いま一度だけ表示しています`}>
        <Trans>
          保存も記録もされません。ここで印刷して封をし、本人あてに送ってください。写しを残さないでください。
        </Trans>
      </Notice>
      <pre className="letter" tabIndex={0} aria-label={t`書面の文`}>
        {text}
      </pre>
      <div className="actions">
        <Button onPress={() => window.print()}>
          <Trans>印刷する</Trans>
        </Button>
        <Button kind="secondary" onPress={onDone}>
          <Trans>印刷を終えたので、書面を消す</Trans>
        </Button>
      </div>
    </section>
  );
};
