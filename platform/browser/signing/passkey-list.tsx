import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useRef, useState } from 'react';
import { Button } from '#design/button.tsx';
import { TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import type { beginEnrolment, enrol, removePasskey, renamePasskey } from '#platform/auth/factors-contract.ts';
import type { Body } from '#platform/contract.ts';
import { useAction } from '../action.ts';
import { call, Problem } from '../api.ts';
import { useFormats } from '../formats.tsx';
import { useProblemWords } from '../problem-words.ts';
import type { OwnSignIn } from './own-sign-in.ts';
import { usePasskeyWords } from './passkey-button.tsx';
import { makePasskey, passkeysWork } from './passkeys.ts';
import style from './signing.module.css';

/** My passkeys: add, name, remove. */
export function PasskeyList({ own, again }: { own: OwnSignIn; again: () => Promise<void> }) {
  const { t } = useLingui();
  const [name, setName] = useState('');
  const told = useProblemWords();
  const passkeyWords = usePasskeyWords();
  // made once: when the answer of keeping it got lost, the same one is sent again
  const made = useRef<{ key: string; body: Body<typeof enrol> }>(undefined);
  const adding = useAction(async (named: string, key) => {
    if (made.current?.key !== key) made.current = { key, body: await make(named) };
    return call<typeof enrol>('POST /api/passkeys', made.current);
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if ((await adding.run(name.trim())) === undefined) return;
    setName('');
    say(t`The passkey is yours. Next time you sign in with it.`);
    await again();
  };
  return (
    <section className={style.part} aria-labelledby="passkeys">
      <h2 id="passkeys">
        <Trans>Passkeys</Trans>
      </h2>
      <p>
        <Trans>
          A passkey signs you in with your finger, your face or a PIN. It works here and nowhere else, so
          nobody can talk you out of it.
        </Trans>
      </p>
      {own.passkeys.length > 0 && (
        <ul className={style.list}>
          {own.passkeys.map((passkey) => (
            <PasskeyRow key={passkey.passkeyId} passkey={passkey} again={again} />
          ))}
        </ul>
      )}
      {adding.problem !== undefined && (
        <ProblemNotice problem={passkeyWords(adding.problem) ?? told(adding.problem)} />
      )}
      {passkeysWork() ? (
        <form className={style.form} onSubmit={(event) => void submit(event)}>
          <TextField
            label={t`Name of the new passkey`}
            hint={t`What you will know it by: "My phone", "Blue key"`}
            maxLength={80}
            required
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <div className={style.deeds}>
            <Button type="submit" look="primary" busy={adding.busy}>
              <Trans>Add a passkey</Trans>
            </Button>
          </div>
        </form>
      ) : (
        <p className={style.soft}>
          <Trans>This browser cannot make passkeys. A newer one can.</Trans>
        </p>
      )}
    </section>
  );
}

async function make(name: string) {
  return makePasskey(await call<typeof beginEnrolment>('POST /api/enrolment-challenges'), name);
}

function PasskeyRow(props: { passkey: OwnSignIn['passkeys'][number]; again: () => Promise<void> }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { passkeyId, name, backedUp, createdAt, lastUsedAt, version } = props.passkey;
  const [renaming, setRenaming] = useState<string>();
  const told = useProblemWords();
  const saving = useAction((body: { name: string }) =>
    call<typeof renamePasskey>('PATCH /api/passkeys/:passkeyId', { params: { passkeyId }, version, body }),
  );
  const removing = useAction((_nothing: undefined) =>
    call<typeof removePasskey>('DELETE /api/passkeys/:passkeyId', { params: { passkeyId } }),
  );
  const problem = saving.problem ?? removing.problem;
  const made = formats.dateTime(createdAt);
  const used = lastUsedAt && formats.dateTime(lastUsedAt);
  const isChanged = saving.problem instanceof Problem && saving.problem.code === 'changed';
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const done = await saving.run({ name: (renaming ?? '').trim() });
    if (done) setRenaming(undefined);
    // renamed elsewhere: what was typed stays, beside what it is called now
    await props.again();
  };
  if (renaming !== undefined)
    return (
      <li className={style.renaming}>
        {saving.problem !== undefined && !isChanged && <ProblemNotice problem={told(saving.problem)} />}
        {isChanged && (
          <Notice tone="amber">
            <Trans>It was renamed elsewhere, and is called {name} now. Save once more to name it so.</Trans>
          </Notice>
        )}
        <form className={style.deeds} onSubmit={(event) => void save(event)}>
          <TextField
            label={t`New name of ${name}`}
            labelUnseen
            maxLength={80}
            required
            autoFocus
            value={renaming}
            onChange={(event) => setRenaming(event.target.value)}
          />
          <Button type="submit" busy={saving.busy}>{t`Save`}</Button>
          <Button look="quiet" onClick={() => setRenaming(undefined)}>{t`Cancel`}</Button>
        </form>
      </li>
    );
  return (
    <li>
      <div>
        <p className={style.name}>{name}</p>
        <p className={style.soft}>
          {used ? t`Added ${made}, last used ${used}` : t`Added ${made}, not used yet`}
          {backedUp && ` · ${t`Kept on your other devices too`}`}
        </p>
        {problem !== undefined && <ProblemNotice problem={told(problem)} />}
      </div>
      <div className={style.deeds}>
        <Button
          size="small"
          aria-label={t`Rename ${name}`}
          onClick={() => setRenaming(name)}
        >{t`Rename`}</Button>
        <Button
          size="small"
          look="harm"
          aria-label={t`Remove ${name}`}
          busy={removing.busy}
          onClick={() =>
            void removing.run(undefined).then((done) => (done === undefined ? undefined : props.again()))
          }
        >
          {t`Remove`}
        </Button>
      </div>
    </li>
  );
}
