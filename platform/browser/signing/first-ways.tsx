import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '#design/button.tsx';
import { ChoiceField, TextField } from '#design/field.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import type { beginFirstPasskey, FirstWaysGiven } from '#platform/auth/factors-contract.ts';
import { useAction } from '../action.ts';
import { call, Problem } from '../api.ts';
import { useProblemWords } from '../problem-words.ts';
import { usePasskeyWords } from './passkey-button.tsx';
import { makePasskey, passkeysWork } from './passkeys.ts';
import { NewPasswordField } from './password-field.tsx';
import style from './signing.module.css';

export type Way = 'passkey' | 'password' | 'both';

/**
 * Sets the ways to sign in of whoever comes by a one-time link, the same in both apps: a passkey, a password
 * with a code, or both. What else the app asks for stands before it.
 */
export function FirstWaysForm<R>(props: {
  className?: string | undefined;
  token: string;
  offer: { secret: string; uri: string };
  /** Are there passwords here? */
  passwords: boolean;
  /** What the device lists the passkey under. */
  called: { userName: string; displayName: string };
  accept: (given: FirstWaysGiven) => Promise<R>;
  onReply: (reply: R, way: Way) => void;
  before?: ReactNode;
  /** Other ways, where the bank has some. */
  more?: ReactNode;
}) {
  const { token, offer, called } = props;
  const passkeyWords = usePasskeyWords();
  const told = useProblemWords();
  const [chosen, setChosen] = useState<Way>(passkeysWork() || !props.passwords ? 'passkey' : 'password');
  const [typed, setTyped] = useState<Typed>({ name: useDeviceName(), password: '', code: '' });
  const set = (field: keyof Typed) => (value: string) =>
    setTyped((before) => ({ ...before, [field]: value }));
  const [passkey, password] = [chosen !== 'password', chosen !== 'passkey'];
  const setting = useAction(async (_once: object) => {
    const digits = typed.code.replaceAll(/\D/g, '');
    const withPassword = { password: typed.password, secret: offer.secret, code: digits };
    const made = passkey && { passkey: await makeFirst(token, called, typed.name.trim()) };
    return props.accept({ ...(password && withPassword), ...made });
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const reply = await setting.run({});
    if (reply !== undefined) props.onReply(reply, chosen);
  };
  const { problem } = setting;
  const wrong = (field: string) =>
    problem instanceof Problem ? problem.fields.find((each) => each.field === field)?.says : undefined;
  return (
    <form className={props.className ?? style.form} onSubmit={(event) => void submit(event)}>
      {problem !== undefined && <ProblemNotice problem={passkeyWords(problem) ?? told(problem)} />}
      {props.before}
      {props.passwords && passkeysWork() && <Ways chosen={chosen} onChoose={setChosen} />}
      {passkey && <PasskeyPart name={typed.name} onName={set('name')} />}
      {password && (
        <>
          <NewPasswordField wrong={wrong('/password')} value={typed.password} onChange={set('password')} />
          <CodeKey offer={offer} />
          <CodeShown wrong={wrong('/code')} value={typed.code} onChange={set('code')} />
        </>
      )}
      {(password || passkeysWork()) && (
        <Button type="submit" look="primary" size="large" wide busy={setting.busy}>
          {passkey ? <Trans>Make the passkey and finish</Trans> : <Trans>Finish</Trans>}
        </Button>
      )}
      {props.more}
    </form>
  );
}

interface Typed {
  name: string;
  password: string;
  code: string;
}

/** A device that is asked once more, because something else was wrong, puts the new one in its place. */
async function makeFirst(token: string, called: { userName: string; displayName: string }, name: string) {
  const begun = await call<typeof beginFirstPasskey>('POST /api/invitations/passkey-challenges', {
    body: { token },
  });
  return makePasskey({ ...begun, ...called, passkeys: [] }, name);
}

function useDeviceName(): string {
  const { t } = useLingui();
  return t`My first device`;
}

function Ways({ chosen, onChoose }: { chosen: Way; onChoose: (way: Way) => void }) {
  const { t } = useLingui();
  return (
    <ChoiceField
      label={t`How do you want to sign in?`}
      shape="rows"
      value={chosen}
      onChoose={onChoose}
      options={[
        {
          value: 'passkey',
          says: t`With a passkey`,
          more: t`Your finger, your face or a PIN. Nobody can talk you out of it: it works here alone.`,
        },
        {
          value: 'password',
          says: t`With a password and a code`,
          more: t`You need a code app on your telephone.`,
        },
        { value: 'both', says: t`With either`, more: t`If a device is lost, the other way is still yours.` },
      ]}
    />
  );
}

function PasskeyPart({ name, onName }: { name: string; onName: (name: string) => void }) {
  const { t } = useLingui();
  if (!passkeysWork())
    return <Notice tone="amber">{t`This browser cannot make passkeys. A newer one can.`}</Notice>;
  return (
    <TextField
      label={t`Name of the passkey`}
      hint={t`What you will know it by: "My phone", "Blue key"`}
      maxLength={80}
      pattern=".*\S.*"
      required
      value={name}
      onChange={(event) => onName(event.target.value)}
    />
  );
}

function CodeKey({ offer }: { offer: { secret: string; uri: string } }) {
  return (
    <div>
      <p>
        <Trans>Put this key into the code generator on your phone:</Trans>
      </p>
      <p className={style.secret}>{offer.secret.replace(/(.{4})(?=.)/g, '$1 ')}</p>
      <p>
        <a href={offer.uri}>
          <Trans>Or open it on this phone</Trans>
        </a>
      </p>
    </div>
  );
}

function CodeShown(props: { wrong: string | undefined; value: string; onChange: (code: string) => void }) {
  const { t } = useLingui();
  return (
    <TextField
      label={t`The code it shows now`}
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[0-9 ]{6,7}"
      maxLength={7}
      required
      wrong={props.wrong}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
    />
  );
}
