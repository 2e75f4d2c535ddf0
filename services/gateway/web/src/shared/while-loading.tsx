import { Trans } from '@lingui/react/macro';
import { Component, type ReactNode, Suspense } from 'react';
import { Button } from './button.js';
import { Notice } from './notice.js';

type State = { readonly failed: boolean };

/** React knows no other form for this than a class. */
class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Failed /> : this.props.children;
  }
}

const Failed = () => (
  <div className="main">
    <Notice tone="error" title={<Trans>画面を表示できませんでした</Trans>}>
      <p>
        <Trans>通信が切れたか、新しい版に変わりました。読み込み直すと続けられます。</Trans>
      </p>
      <Button kind="secondary" onPress={() => window.location.reload()}>
        <Trans>読み込み直す</Trans>
      </Button>
    </Notice>
  </div>
);

export const Loading = () => (
  <p className="loading" role="status">
    <Trans>読み込み中…</Trans>
  </p>
);

/** Around parts that come when they are needed: waiting, and what to do when they do not come. */
export const WhileLoading = ({ children }: { children: ReactNode }) => (
  <ErrorBoundary>
    <Suspense fallback={<Loading />}>{children}</Suspense>
  </ErrorBoundary>
);
