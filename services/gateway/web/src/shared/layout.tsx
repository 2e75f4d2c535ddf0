import { useLingui } from '@lingui/react';
import { Trans, useLingui as useMacro } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, NavLink, Outlet } from 'react-router';
import { send } from '../api/client.js';
import { meQuery } from '../api/queries.js';
import { type Locale, localeNames, switchLocale } from '../locale.js';
import { Button } from './button.js';
import { ErrorNotice } from './notice.js';
import { WhileLoading } from './while-loading.js';

const LanguageSwitch = () => {
  const { i18n } = useLingui();
  const { t } = useMacro();
  return (
    <label className="language">
      <span className="visually-hidden">{t`言語`}</span>
      <select
        className="input input-small"
        value={i18n.locale}
        onChange={(event) => void switchLocale(event.target.value as Locale)}
      >
        {Object.entries(localeNames).map(([locale, name]) => (
          <option key={locale} value={locale} lang={locale}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
};

export const SignOut = ({ path }: { path: '/api/v1/logout' | '/api/v1/ops/logout' }) => {
  const signOut = useMutation({
    mutationFn: async () => send<{ redirectTo: string }>('POST', path),
    onSuccess: ({ redirectTo }) => window.location.assign(redirectTo),
  });
  return (
    <>
      <Button kind="text" busy={signOut.isPending} onPress={() => signOut.mutate()}>
        <Trans>サインアウト</Trans>
      </Button>
      {signOut.isError && <ErrorNotice error={signOut.error} />}
    </>
  );
};

const Person = () => {
  const { data } = useQuery(meQuery);
  const name = data?.card ? `${data.card.familyName} ${data.card.givenName}` : data?.loginId;
  return data === undefined ? null : (
    <span className="person">
      <span className="person-tenant">{data.tenantName}</span>
      <span>{name}</span>
    </span>
  );
};

export type NavItem = { readonly to: string; readonly text: string; readonly end?: boolean };

const Navigation = ({ items }: { items: readonly NavItem[] }) => {
  const { t } = useMacro();
  return (
    <nav className="nav" aria-label={t`メニュー`}>
      {items.map((item) => (
        <NavLink key={item.to} to={item.to} end={item.end ?? false} className="nav-link">
          {item.text}
        </NavLink>
      ))}
    </nav>
  );
};

/** Who is signed in, and the way out. */
export const Account = () => (
  <>
    <Person />
    <SignOut path="/api/v1/logout" />
  </>
);

type LayoutProps = {
  /** Beside the choice of language, for somebody signed in. */
  readonly account?: ReactNode;
  readonly nav?: readonly NavItem[];
  /** Where the name of the service leads. */
  readonly home?: string;
};

/** Header, navigation and main part of every page. */
export const Layout = ({ account, nav = [], home = '/' }: LayoutProps) => (
  <>
    <a className="skip-link" href="#main">
      <Trans>本文へ</Trans>
    </a>
    <header className="header">
      <Link className="brand" to={home}>
        Nencho <span lang="ja">年調</span>
      </Link>
      <div className="header-side">
        <LanguageSwitch />
        {account}
      </div>
    </header>
    {nav.length > 0 && <Navigation items={nav} />}
    <main id="main" className="main" tabIndex={-1}>
      <WhileLoading>
        <Outlet />
      </WhileLoading>
    </main>
  </>
);
