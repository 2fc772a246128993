import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Mark } from '#design/mark.tsx';
import { Notice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { Languages } from '#platform/browser/languages.tsx';
import { type Credentials, SignInForm } from '#platform/browser/signing/sign-in-form.tsx';
import type { signIn } from '../contract.ts';
import type { Own } from './door.tsx';
import { PublicLinks } from './outside.tsx';
import style from './portal.module.css';

/** The way in, in plain words, with what the bank will never ask for. */
export function SignIn({
  why,
  onSignedIn,
  onPasskey,
}: {
  why: 'new' | 'left' | 'ended';
  onSignedIn: (own: Own) => void;
  onPasskey: () => void;
}) {
  const { t } = useLingui();
  return (
    <main className={style.outside}>
      <header className={style.brand}>
        <Mark />
        <span>Earshot</span>
      </header>
      <h1>
        <Trans>Sign in to your bank</Trans>
      </h1>
      <SignInForm
        className={style.form}
        enter={(body: Credentials) => call<typeof signIn>('POST /api/sign-in', { body })}
        onSignedIn={onSignedIn}
        onPasskey={onPasskey}
        passwords
        notice={why !== 'new' && <Notice>{t(outsideWords[why])}</Notice>}
      />
      <p className={style.never}>
        <Trans>
          We never ask for your password or a code by telephone, e-mail or letter. If somebody does, it is not
          us.
        </Trans>
      </p>
      <PublicLinks />
      <Languages part="portal" look={style.languages} />
    </main>
  );
}

const outsideWords = {
  left: msg`You are signed out. Nothing of yours is left on this screen.`,
  ended: msg`We signed you out because nothing happened for a while. Sign in to go on.`,
};
