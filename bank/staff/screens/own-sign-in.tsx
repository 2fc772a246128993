import { useLingui } from '@lingui/react/macro';
import { Page } from '#design/page.tsx';
import OwnSignInParts from '#platform/browser/signing/own-parts.tsx';

/** My sign-in: passkeys, sessions, password, and what changed. */
export default function OwnSignInPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Sign-in and devices`} width="reading">
      <OwnSignInParts />
    </Page>
  );
}
