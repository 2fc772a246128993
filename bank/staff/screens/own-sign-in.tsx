import { useLingui } from '@lingui/react/macro';
import { SelectField } from '#design/field.tsx';
import { Page, Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import OwnSignInParts from '#platform/browser/signing/own-parts.tsx';
import { languages } from '#platform/browser/words.ts';
import type { chooseLanguage } from '../contract.ts';
import { languageOf, useSignedIn } from './me.tsx';

/** My sign-in: language, passkeys, sessions, password, and what changed. */
export default function OwnSignInPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Sign-in and devices`} width="reading">
      <Language />
      <OwnSignInParts />
    </Page>
  );
}

type Language = 'en' | 'es';

/** Kept with the account: it is spoken at every station. */
function Language() {
  const { t } = useLingui();
  const told = useProblemWords();
  const { me, setMe } = useSignedIn();
  const choosing = useAction((language: Language) =>
    call<typeof chooseLanguage>('PUT /api/me/language', { body: { language } }),
  );
  const choose = async (language: Language) => {
    const changed = await choosing.run(language);
    if (!changed) return;
    setMe(changed);
    say(t`Your language is kept, at every work station.`);
  };
  return (
    <Panel title={t`Your language`}>
      {choosing.problem !== undefined && <ProblemNotice problem={told(choosing.problem)} />}
      <SelectField
        label={t`Language`}
        hint={t`The workspace speaks it to you at every work station. Customers are spoken to in their own.`}
        value={languageOf(me)}
        disabled={choosing.busy}
        onChange={({ target }) => void choose(target.value as Language)}
      >
        {languages.map((language) => (
          <option key={language} value={language} lang={language}>
            {new Intl.DisplayNames(language, { type: 'language' }).of(language)}
          </option>
        ))}
      </SelectField>
    </Panel>
  );
}
