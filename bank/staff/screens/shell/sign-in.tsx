import { Trans, useLingui } from '@lingui/react/macro';
import { Notice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { type Credentials, SignInForm } from '#platform/browser/signing/sign-in-form.tsx';
import type { signIn } from '../../contract.ts';
import type { Me } from '../me.tsx';
import { Alone } from './alone.tsx';
import { SingleSignOnButton, useSignInChoices } from './single-sign-on.tsx';

/** The way in for staff. */
export function SignIn(props: { ended: boolean; onSignedIn: (me: Me) => void; onPasskey: () => void }) {
  const { t } = useLingui();
  const choices = useSignInChoices();
  return (
    <Alone title={t`Sign in`} languages>
      <SignInForm
        enter={(body: Credentials) => call<typeof signIn>('POST /api/sign-in', { body })}
        onSignedIn={props.onSignedIn}
        onPasskey={props.onPasskey}
        passwords={choices.password}
        notice={
          props.ended && (
            <Notice>
              <Trans>Your session has ended. What you typed is kept until you are back.</Trans>
            </Notice>
          )
        }
        more={choices.singleSignOn && <SingleSignOnButton />}
      />
    </Alone>
  );
}
