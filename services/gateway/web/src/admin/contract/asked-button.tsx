import { Trans } from '@lingui/react/macro';
import { type ReactNode, useState } from 'react';
import { Button } from '../../shared/button.js';

type Props = {
  readonly label: string;
  readonly question: ReactNode;
  readonly kind?: 'danger' | 'primary';
  readonly busy: boolean;
  readonly onPress: () => void;
};

/** A button that asks before it acts. */
export const AskedButton = ({ label, question, kind = 'primary', busy, onPress }: Props) => {
  const [asked, setAsked] = useState(false);
  if (!asked) {
    return (
      <Button kind="secondary" onPress={() => setAsked(true)}>
        {label}
      </Button>
    );
  }
  return (
    <div role="group" aria-label={label}>
      <p>{question}</p>
      <div className="actions">
        <Button
          kind={kind}
          busy={busy}
          onPress={() => {
            setAsked(false);
            onPress();
          }}
        >
          {label}
        </Button>
        <Button kind="secondary" onPress={() => setAsked(false)}>
          <Trans>やめる</Trans>
        </Button>
      </div>
    </div>
  );
};
