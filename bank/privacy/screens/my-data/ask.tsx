import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { Button } from '#design/button.tsx';
import { ChoiceField, SelectField, TextArea, TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { askOwnRight } from '../../own-rights-contract.ts';
import style from './my-data.module.css';
import { ownAbouts, ownKinds } from './words.ts';

type Asked = Body<typeof askOwnRight>;

/** What may be asked with a few words and nothing more; each as one choice. */
type Wish = 'correction' | 'restriction' | 'marketing' | 'profiling' | 'erasure';

type Wrong = (typeof wrongs)[number];
const wrongs = ['name', 'birth date', 'address', 'contact point'] as const;

/** Asks for something about my data. */
export function Ask({ onAsked }: { onAsked: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const [wish, setWish] = useState<Wish>();
  const [words, setWords] = useState('');
  const [wrong, setWrong] = useState<Wrong>('name');
  const [proposed, setProposed] = useState('');
  const asking = useAction((given: Asked, key) =>
    call<typeof askOwnRight>('POST /api/own-requests', { body: given, key }).then(() => true),
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (wish === undefined) return;
    const objecting = wish === 'marketing' || wish === 'profiling';
    const given: Asked = {
      ...{ kind: objecting ? 'objection' : wish, subject: null, words: words.trim() || null },
      about: objecting ? wish : wish === 'correction' ? wrong : null,
      proposed: wish === 'correction' ? proposed.trim() : null,
    };
    if (!(await asking.run(given))) return;
    setWish(undefined);
    setWords('');
    setProposed('');
    say(t`We have it. It stands below, with the day by which we answer.`);
    onAsked();
  };
  return (
    <form className={style.section} onSubmit={(event) => void submit(event)}>
      {asking.problem !== undefined && (
        <ProblemNotice problem={told(asking.problem)} kept={t`Your words are still here.`} />
      )}
      <ChoiceField<Wish>
        label={t`What you would like`}
        shape="rows"
        value={wish}
        onChoose={setWish}
        options={[
          {
            value: 'correction',
            says: t(ownKinds.correction),
            more: t`Say what, and how it should be.`,
          },
          { value: 'marketing', says: t(ownAbouts.marketing), more: t`It ends at once.` },
          {
            value: 'profiling',
            says: t(ownAbouts.profiling),
            more: t`Nothing that a program concluded about you is used.`,
          },
          {
            value: 'restriction',
            says: t(ownKinds.restriction),
            more: t`For as long as something has to be cleared up.`,
          },
          {
            value: 'erasure',
            says: t(ownKinds.erasure),
            more: t`What the law has us keep, we keep until then, and tell you what it is.`,
          },
        ]}
      />
      {wish !== undefined && (
        <>
          {wish === 'correction' && (
            <Correction {...{ wrong, proposed }} onWrong={setWrong} onProposed={setProposed} />
          )}
          <TextArea
            label={t`A few words, if you like`}
            hint={t`Only the privacy office reads them.`}
            maxLength={4000}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          <div className={style.deeds}>
            <Button look="primary" size="large" type="submit" busy={asking.busy}>
              <Trans>Ask for it</Trans>
            </Button>
          </div>
        </>
      )}
    </form>
  );
}

function Correction(props: {
  wrong: Wrong;
  proposed: string;
  onWrong: (wrong: Wrong) => void;
  onProposed: (proposed: string) => void;
}) {
  const { t } = useLingui();
  return (
    <>
      <SelectField
        label={t`What is wrong`}
        value={props.wrong}
        onChange={({ target }) => props.onWrong(target.value as Wrong)}
      >
        {wrongs.map((one) => (
          <option key={one} value={one}>
            {t(ownAbouts[one])}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t`How it should be`}
        required
        maxLength={400}
        value={props.proposed}
        onChange={({ target }) => props.onProposed(target.value)}
      />
    </>
  );
}
