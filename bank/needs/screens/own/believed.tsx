import { Plural, useLingui } from '@lingui/react/macro';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { answerOwn } from '../../contract.ts';
import { SeenAgreements, useWhence } from '../seen.tsx';
import { useSaidWhere } from '../stated.ts';
import {
  eventWords,
  inLocale,
  isTellable,
  type LifeEvent,
  type Need,
  needWords,
  ownSourceWords,
} from '../words.ts';
import { EventDay } from './event-day.tsx';
import style from './own.module.css';
import { OwnGoal } from './own-goal.tsx';
import { ownNeedWords } from './own-words.ts';
import type { Reading } from './reading.ts';

type Answer = Body<typeof answerOwn>['answer'];

/** One thing that may have happened: where it came from, and her word on it. */
export function OwnEvent({ event, reading }: { event: LifeEvent; reading: Reading }) {
  const { t } = useLingui();
  const formats = useFormats();
  const whence = useWhence('own');
  const { evidence } = event;
  const amount = event.amount && formats.money(event.amount);
  const title = t(eventWords[event.kind]);
  return (
    <li className={style.card}>
      <p className={style.title}>
        {title}
        {event.state === 'confirmed' && <Badge tone="sea">{t`confirmed`}</Badge>}
        {event.notUsed && <Badge>{t`not used`}</Badge>}
      </p>
      <p className={style.small}>
        {[formats.date(event.onDate), amount, whence(event)].filter(Boolean).join(' · ')}
      </p>
      <SeenAgreements event={event} look={style.small} />
      {evidence.length > 0 && (
        <details className={style.evidence}>
          <summary>
            <Plural value={evidence.length} one="Show the movement" other="Show the # movements" />
          </summary>
          <ul>
            {evidence.map((one, place) => (
              <li key={`${one.onDate} ${place.toString()}`}>
                <span>{formats.date(one.onDate)}</span>
                <span>{one.from}</span>
                <span className={style.figures}>{one.amount && formats.money(one.amount)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {isTellable(event.kind) && <EventDay event={event} title={title} reading={reading} />}
      <Answers
        of="event"
        id={event.eventId}
        title={title}
        isOpen={event.state === 'suspected'}
        notUsed={event.notUsed}
        forCare={false}
        reading={reading}
      />
    </li>
  );
}

export function OwnNeed({ need, reading }: { need: Need; reading: Reading }) {
  const { t, i18n } = useLingui();
  const title = t(needWords[need.category]);
  const formats = useFormats();
  const where = useSaidWhere('own');
  const hers = ownNeedWords[need.category];
  const { saidIn, saidOn, talk } = need;
  return (
    <li className={style.card}>
      <p className={style.title}>
        {title}
        {need.notUsed && <Badge>{t`not used`}</Badge>}
      </p>
      {need.because && <p>{hers === undefined ? inLocale(need.because, i18n.locale) : t(hers)}</p>}
      <p className={style.small}>
        {saidIn === null
          ? t(ownSourceWords[need.source])
          : [where({ saidIn, talk }), saidOn && formats.date(saidOn)].filter(Boolean).join(' · ')}
      </p>
      {need.forCare && (
        <p className={style.small}>{t`For asking and helping only: no offer and no price knows of it.`}</p>
      )}
      <OwnGoal need={need} title={title} reading={reading} />
      <Answers
        of="need"
        id={need.needId}
        title={title}
        isOpen={need.source === 'inferred'}
        notUsed={need.notUsed}
        forCare={need.forCare}
        reading={reading}
      />
    </li>
  );
}

function Answers(props: {
  of: 'event' | 'need';
  id: string;
  title: string;
  /** Nobody has confirmed it yet. */
  isOpen: boolean;
  notUsed: boolean;
  /** There is nothing to be asked not to: no offer knows of it. */
  forCare: boolean;
  reading: Reading;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const { of, id, title, reading, notUsed, forCare } = props;
  const answering = useAction(async (answer: Answer) => {
    await call<typeof answerOwn>('POST /api/understanding/answers', { body: { of, id, answer } });
    await reading.again();
    const words: Record<Answer, string> = {
      confirm: t`Thank you.`,
      remove: t`It is removed.`,
      'do not use': t`It is no longer used for offers.`,
      use: t`It may be used for offers again.`,
    };
    say(words[answer]);
  });
  const deed = (answer: Answer, says: string, quiet = true) => (
    <Button
      size="small"
      look={quiet ? 'quiet' : 'plain'}
      busy={answering.busy}
      onClick={() => void answering.run(answer)}
    >
      {says}
      <span className="unseen">: {title}</span>
    </Button>
  );
  return (
    <>
      <div className={style.deeds}>
        {props.isOpen && deed('confirm', t`That is so`, false)}
        {deed('remove', of === 'event' ? t`That is not so, remove it` : t`I need nothing here, remove it`)}
        {!forCare && notUsed && deed('use', t`You may use it again`)}
        {!forCare && !notUsed && deed('do not use', t`Do not use this`)}
      </div>
      {answering.problem !== undefined && <ProblemNotice problem={told(answering.problem)} />}
    </>
  );
}
