import type { ReactNode } from 'react';

type Kind = 'primary' | 'secondary' | 'danger' | 'text';

type Props = {
  readonly children: ReactNode;
  readonly kind?: Kind;
  readonly type?: 'button' | 'submit';
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly onPress?: () => void;
};

/** A button. While busy it stays focusable and ignores presses, so that twice means once. */
export const Button = ({
  children,
  kind = 'primary',
  type = 'button',
  busy = false,
  disabled = false,
  onPress,
}: Props) => (
  <button
    className={`button button-${kind}`}
    type={type}
    disabled={disabled}
    aria-disabled={busy || undefined}
    onClick={(event) => {
      if (busy) {
        event.preventDefault();
      } else {
        onPress?.();
      }
    }}
  >
    {children}
  </button>
);
