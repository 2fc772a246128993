import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import type { ownUnderstanding, refuseOwn } from '#bank/needs/contract.ts';
import { type Area, refusalWords } from '#bank/needs/screens/words.ts';
import { Objections } from '#bank/privacy/screens/my-data/objections.tsx';
import { CheckField, SelectField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { follow } from '#platform/browser/address.ts';
import { call } from '#platform/browser/api.ts';
import { choicesOf } from '#platform/browser/choices.ts';
import { useOwn } from '#platform/browser/own.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { chooseContact, chooseLanguage, ownChoices } from '../choosing-contract.ts';
import { ChoiceProblem } from './choice-problem.tsx';
import { Helped } from './helped.tsx';
import { type Choose, useOneByOne } from './one-by-one.ts';
import style from './portal.module.css';

/** What I have chosen, in one place: how I am reached, in which language, what is not done with my data. */
export default function Choices() {
  const { t } = useLingui();
  const heading = useRef<HTMLHeadingElement>(null);
  const choose = useOneByOne();
  useEffect(() => {
    document.title = `${t`Your choices`} · Earshot`;
    heading.current?.focus();
  }, [t]);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        <Trans>Your choices</Trans>
      </h1>
      <p>
        <Trans>Each counts at once, at every branch and on the telephone, until you change it.</Trans>
      </p>
      <Helped choose={choose} />
      <Reached choose={choose} />
      <Objections />
      <Used />
      <section className={style.section} aria-labelledby="more-choices">
        <h2 id="more-choices">
          <Trans>More that is yours to decide</Trans>
        </h2>
        <p>
          <a href="/sign-in" onClick={follow}>
            <Trans>Your sign-in, devices and sessions</Trans>
          </a>
        </p>
        <p>
          <a href="/my-data" onClick={follow}>
            <Trans>Have a copy, put something right, have it only kept, or erased</Trans>
          </a>
        </p>
      </section>
    </>
  );
}

type Point = Reply<typeof ownChoices>['contactPoints'][number];

function Reached({ choose: oneByOne }: { choose: Choose }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const query = useOwn((signal) => call<typeof ownChoices>('GET /api/own-choices', { signal }));
  const { again } = query;
  const read = query.data?.version ?? 0;
  const choosing = useAction(({ contactPointId, mayUse }: Point) =>
    oneByOne(read, (version) =>
      call<typeof chooseContact>('PUT /api/own-choices/contact-points/:contactPointId', {
        ...{ params: { contactPointId }, version },
        body: { mayUse: !mayUse },
      }),
    ),
  );
  const speaking = useAction((language: 'en' | 'es') =>
    oneByOne(read, (version) =>
      call<typeof chooseLanguage>('PUT /api/own-choices/language', { body: { language }, version }),
    ),
  );
  // chosen, or chosen otherwise elsewhere: what stands now is shown
  const choose = async (point: Point) => {
    const done = await choosing.run(point);
    if (done) say(point.mayUse ? t`We no longer use it.` : t`We may use it again.`);
    again();
  };
  const speak = async (language: 'en' | 'es') => {
    const done = await speaking.run(language);
    if (done) say(t`From now on we speak it to you.`);
    again();
  };
  const problem = choosing.problem ?? speaking.problem;
  return (
    <section className={style.section} aria-labelledby="reached">
      <h2 id="reached">
        <Trans>How we reach you</Trans>
      </h2>
      <ChoiceProblem problem={problem} />
      {query.data === undefined && query.problem === undefined && <LoadingShape rows={3} kind="text" />}
      {query.problem !== undefined && <ProblemNotice problem={told(query.problem)} again={again} />}
      {query.data?.contactPoints.length === 0 && (
        <p>
          <Trans>We have no telephone number and no e-mail address of yours.</Trans>
        </p>
      )}
      {query.data?.contactPoints.map((point) => (
        <CheckField
          key={point.contactPointId}
          label={point.value}
          hint={
            point.mayUse
              ? t`We may use it. Switch it off if somebody else could answer or read along.`
              : t`We do not use it for anything, and staff see that.`
          }
          checked={point.mayUse}
          disabled={choosing.busy}
          onChange={() => void choose(point)}
        />
      ))}
      {query.data && (
        <SelectField
          label={t`Language`}
          hint={t`Here, on the screens at a branch, and in what we send you.`}
          value={query.data.language.startsWith('es') ? 'es' : 'en'}
          disabled={speaking.busy}
          onChange={({ target }) => void speak(target.value as 'en' | 'es')}
        >
          <option value="en" lang="en">
            English
          </option>
          <option value="es" lang="es">
            Español
          </option>
        </SelectField>
      )}
    </section>
  );
}

/** What offers may know. */
function Used() {
  const { t } = useLingui();
  const told = useProblemWords();
  const query = useOwn((signal) => call<typeof ownUnderstanding>('GET /api/understanding', { signal }));
  const { again } = query;
  const refusing = useAction((body: { about: Area; refused: boolean }) =>
    call<typeof refuseOwn>('POST /api/understanding/refusals', { body }).then(() => true),
  );
  const refuse = async (about: Area, refused: boolean) => {
    if (await refusing.run({ about, refused })) again();
  };
  return (
    <section className={style.section} aria-labelledby="used">
      <h2 id="used">
        <Trans>What suggestions may use</Trans>
      </h2>
      {refusing.problem !== undefined && <ProblemNotice problem={told(refusing.problem)} />}
      {query.data === undefined && query.problem === undefined && <LoadingShape rows={3} kind="text" />}
      {query.problem !== undefined && <ProblemNotice problem={told(query.problem)} again={again} />}
      {query.data &&
        choicesOf(refusalWords).map((about) => (
          <CheckField
            key={about}
            label={t(refusalWords[about])}
            checked={query.data?.refused.includes(about) === false}
            disabled={refusing.busy}
            onChange={({ target }) => void refuse(about, !target.checked)}
          />
        ))}
      <p>
        <a href="/understanding" onClick={follow}>
          <Trans>See what we understand about you</Trans>
        </a>
      </p>
    </section>
  );
}
