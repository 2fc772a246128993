import { Trans, useLingui } from '@lingui/react/macro';
import { lazy, Suspense } from 'react';
import { Mark } from '#design/mark.tsx';
import { LoadingShape } from '#design/states.tsx';
import { follow } from '#platform/browser/address.ts';
import { FormatsProvider } from '#platform/browser/formats.tsx';
import { Languages } from '#platform/browser/languages.tsx';
import style from './portal.module.css';

export type PublicPage = 'bank' | 'branches' | 'invitation' | 'trust';

/** Pages that are for anybody. */
export const publicPageOf = (address: string): PublicPage | undefined => publicPages[address];

const publicPages: Record<string, PublicPage | undefined> = {
  '/branches': 'branches',
  '/invitation': 'invitation',
  '/is-this-my-bank': 'bank',
  '/trust': 'trust',
};

/** A page without signing in: nothing of a customer, and the way to the sign-in. */
export function PublicFrame({ page }: { page: PublicPage }) {
  const { i18n } = useLingui();
  const locale = navigator.languages.find((one) => one.split('-')[0] === i18n.locale) ?? i18n.locale;
  return (
    <FormatsProvider locale={locale} timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}>
      <header className={style.top}>
        <p className={style.brand}>
          <Mark />
          <span>Earshot</span>
        </p>
        <a href="/" onClick={follow}>
          <Trans>Sign in to your bank</Trans>
        </a>
      </header>
      <main className={style.page}>
        <Suspense fallback={<LoadingShape rows={4} />}>
          <PublicContent page={page} signedIn={false} />
        </Suspense>
        <Languages part="portal" look={style.languages} />
      </main>
    </FormatsProvider>
  );
}

export function PublicContent({ page, signedIn }: { page: PublicPage; signedIn: boolean }) {
  if (page === 'invitation') return <Invitation />;
  if (page === 'branches') return <BranchesPage />;
  return page === 'bank' ? <IsThisMyBank signedIn={signedIn} /> : <TrustPage />;
}

/** Where to go from a first page, signed in or not. */
export function PublicLinks() {
  return (
    <nav className={style.links}>
      <a href="/branches" onClick={follow}>
        <Trans>Branches and opening hours</Trans>
      </a>
      <a href="/is-this-my-bank" onClick={follow}>
        <Trans>Is this really my bank?</Trans>
      </a>
      <a href="/trust" onClick={follow}>
        <Trans>How we keep your data</Trans>
      </a>
    </nav>
  );
}

const BranchesPage = lazy(() => import('#bank/premises/screens/for-anybody.tsx'));
const Invitation = lazy(() => import('./invitation.tsx'));
const IsThisMyBank = lazy(() => import('./is-this-my-bank.tsx'));
const TrustPage = lazy(() => import('#bank/privacy/screens/looks/trust.tsx'));
