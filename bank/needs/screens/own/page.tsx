import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { CheckField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { choicesOf } from '#platform/browser/choices.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { answerStanding, refuseOwn } from '../../contract.ts';
import { type Area, refusalWords, standingWords } from '../words.ts';
import { OwnEvent, OwnNeed } from './believed.tsx';
import style from './own.module.css';
import { ownStandingWords } from './own-words.ts';
import { type Reading, useOwn } from './reading.ts';
import { NotUsed } from './refused.tsx';
import { OwnStated } from './stated.tsx';
import { Telling } from './telling.tsx';

/** What we understand about you: each thing with where it came from, to confirm, to correct, to remove. */
export default function OwnUnderstanding() {
  const { t } = useLingui();
  const told = useProblemWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const reading = useOwn();
  const { own, problem } = reading;
  useEffect(() => {
    document.title = `${t`What we understand about you`} · Earshot`;
    heading.current?.focus();
  }, [t]);
  return (
    <>
      <div className={style.head}>
        <h1 ref={heading} tabIndex={-1}>
          <Trans>What we understand about you</Trans>
        </h1>
        <p>
          <Trans>
            We may be wrong. Whatever you confirm or remove here counts from that moment, and what you removed
            does not come back for the same reason.
          </Trans>
        </p>
      </div>
      {problem !== undefined && <ProblemNotice problem={told(problem)} again={() => void reading.again()} />}
      {own === undefined && problem === undefined && <LoadingShape rows={5} />}
      {own !== undefined && (
        <>
          <Standings reading={reading} />
          <Events reading={reading} />
          <Needs reading={reading} />
          <OwnStated reading={reading} />
          <Refusals reading={reading} />
          <NotUsed reading={reading} />
        </>
      )}
    </>
  );
}

function Standings({ reading }: { reading: Reading }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { level, stage, asOf } = reading.own?.understanding ?? { level: null, stage: null, asOf: null };
  const day = asOf && formats.date(asOf);
  const both = [
    { of: 'level', label: t`Your level of service`, now: level },
    { of: 'stage', label: t`Your stage of life`, now: stage },
  ] as const;
  return (
    <section className={style.section} aria-labelledby="standings">
      <h2 id="standings">
        <Trans>Where you stand</Trans>
      </h2>
      {level === null && stage === null && (
        <p className={style.small}>
          <Trans>We have worked out nothing here.</Trans>
        </p>
      )}
      <div className={style.cards}>
        {both.map(
          ({ of, label, now }) =>
            now && (
              <div key={label} className={style.card}>
                <p className={style.small}>{label}</p>
                <p className={style.title}>
                  {t(standingWords[now.value])}
                  {now.disputedOn !== null && <Badge>{t`not so, as you say`}</Badge>}
                </p>
                <p>{t(ownStandingWords[now.value])}</p>
                <IsItSo
                  of={of}
                  title={t(standingWords[now.value])}
                  isSo={now.disputedOn === null}
                  reading={reading}
                />
              </div>
            ),
        )}
      </div>
      {day && <p className={style.small}>{t`Worked out on ${day}`}</p>}
    </section>
  );
}

/** What she says is not so stands there as such, is used for nothing, and comes back when it changes. */
function IsItSo(props: { of: 'level' | 'stage'; title: string; isSo: boolean; reading: Reading }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const { of, title, isSo, reading } = props;
  const answering = useAction(async (body: { of: 'level' | 'stage'; isSo: boolean }) => {
    await call<typeof answerStanding>('POST /api/understanding/standings', { body });
    await reading.again();
    say(body.isSo ? t`Thank you.` : t`Noted: it is used for nothing any more.`);
  });
  return (
    <div className={style.deeds}>
      {answering.problem !== undefined && <ProblemNotice problem={told(answering.problem)} />}
      <Button
        size="small"
        look="quiet"
        busy={answering.busy}
        onClick={() => void answering.run({ of, isSo: !isSo })}
      >
        {isSo ? t`That is not so` : t`It is so after all`}
        <span className="unseen">: {title}</span>
      </Button>
    </div>
  );
}

function Events({ reading }: { reading: Reading }) {
  const { t } = useLingui();
  const events = reading.own?.understanding.events ?? [];
  return (
    <section className={style.section} aria-labelledby="events">
      <h2 id="events">
        <Trans>What may have happened in your life</Trans>
      </h2>
      {events.length === 0 && (
        <EmptyState title={t`Nothing that we have noticed`}>
          <Trans>You need not tell us anything; you may, if it helps us to help you.</Trans>
        </EmptyState>
      )}
      <ul className={style.cards}>
        {events.map((event) => (
          <OwnEvent key={event.eventId} event={event} reading={reading} />
        ))}
      </ul>
      <Telling of="event" reading={reading} />
    </section>
  );
}

function Needs({ reading }: { reading: Reading }) {
  const { t } = useLingui();
  const needs = reading.own?.understanding.needs ?? [];
  return (
    <section className={style.section} aria-labelledby="needs">
      <h2 id="needs">
        <Trans>What you may need</Trans>
      </h2>
      {needs.length === 0 && (
        <EmptyState title={t`Nothing, as far as we know`}>
          <Trans>That is a good answer, too.</Trans>
        </EmptyState>
      )}
      <ul className={style.cards}>
        {needs.map((need) => (
          <OwnNeed key={need.needId} need={need} reading={reading} />
        ))}
      </ul>
      <Telling of="need" reading={reading} />
    </section>
  );
}

/** Each ticked: it may be used. Unticked it is unknown to whatever suggests or prices anything. */
function Refusals({ reading }: { reading: Reading }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const refused = reading.own?.refused ?? [];
  const refusing = useAction(async (body: { about: Area; refused: boolean }) => {
    await call<typeof refuseOwn>('POST /api/understanding/refusals', { body });
    await reading.again();
    say(body.refused ? t`It is no longer used for offers.` : t`It may be used for offers again.`);
  });
  return (
    <section className={style.section} aria-labelledby="refusals">
      <h2 id="refusals">
        <Trans>What we may use when we suggest something to you</Trans>
      </h2>
      <p>
        <Trans>
          Take the tick away, and no suggestion and no price knows of it any more. Help in a hard time, and
          the law’s own duties, do not hang on it.
        </Trans>
      </p>
      {refusing.problem !== undefined && <ProblemNotice problem={told(refusing.problem)} />}
      <div className={style.card}>
        {choicesOf(refusalWords).map((about) => (
          <CheckField
            key={about}
            label={t(refusalWords[about])}
            checked={!refused.includes(about)}
            onChange={(event) => void refusing.run({ about, refused: !event.target.checked })}
          />
        ))}
      </div>
    </section>
  );
}
