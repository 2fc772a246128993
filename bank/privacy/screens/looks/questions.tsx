import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { follow } from '#platform/browser/address.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { seeAnswers, withdraw } from '../../inquiring-contract.ts';
import style from './looks.module.css';
import { type OwnInquiry, useOwnInquiries } from './own-inquiries.ts';

/** What I asked about my record, until when it must be answered, and what was answered. */
export default function Questions({ onRead }: { onRead: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const { inquiries, problem, again } = useOwnInquiries();
  useEffect(() => {
    document.title = `${t`Your questions`} · Earshot`;
    heading.current?.focus();
  }, [t]);
  const isNew = inquiries?.some(({ state, seen }) => state === 'answered' && !seen) ?? false;
  useEffect(() => {
    // Read once they stand on the screen.
    if (isNew) void call<typeof seeAnswers>('POST /api/own-inquiries/seen').then(onRead, () => undefined);
    // onRead is made anew each time around, and does the same.
  }, [isNew]);
  return (
    <>
      <div className={style.head}>
        <h1 ref={heading} tabIndex={-1}>
          <Trans>Your questions</Trans>
        </h1>
        <p>
          <Trans>
            What you asked about your record. Each must be answered by its day. If an answer does not satisfy
            you, ask again, or turn to the data protection authority of your country.
          </Trans>
        </p>
        <p>
          <a href="/looks" onClick={follow}>
            <Trans>Who looked at my information</Trans>
          </a>
        </p>
      </div>
      {inquiries === undefined && problem === undefined && <LoadingShape rows={3} />}
      {problem !== undefined && <ProblemNotice problem={told(problem)} again={() => void again()} />}
      {inquiries?.length === 0 && (
        <EmptyState title={t`You have asked nothing yet`}>
          <Trans>Beside each look there is a way to ask about it.</Trans>
        </EmptyState>
      )}
      <ul className={style.questions}>
        {inquiries?.map((inquiry) => (
          <Question key={inquiry.inquiryId} inquiry={inquiry} onChanged={again} />
        ))}
      </ul>
    </>
  );
}

function Question({ inquiry, onChanged }: { inquiry: OwnInquiry; onChanged: () => Promise<void> }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const withdrawing = useAction(async () => {
    await call<typeof withdraw>('POST /api/own-inquiries/:inquiryId/withdrawal', {
      params: { inquiryId: inquiry.inquiryId },
    });
    await onChanged();
  });
  const looked = formats.dateTime(inquiry.at);
  const asked = formats.dateTime(inquiry.askedAt);
  return (
    <li className={style.question}>
      <p className={style.stand}>
        <span className={style.small}>
          {
            {
              'access record': t`About a look of ${looked}`,
              'batch run': t`About a program’s use of ${looked}`,
              search: t`About your card, shown ${looked}`,
            }[inquiry.kind]
          }
          {' · '}
          {t`asked on ${asked}`}
        </span>
        <Stand inquiry={inquiry} />
      </p>
      <blockquote>
        {inquiry.question ?? t`Your words cannot be unlocked just now. Try again later.`}
      </blockquote>
      {inquiry.state === 'answered' && (
        <div className={style.answer}>
          <p className={style.title}>
            <Trans>The answer</Trans>
          </p>
          <p>{inquiry.answer ?? t`The answer cannot be unlocked just now. Try again later.`}</p>
        </div>
      )}
      {inquiry.state === 'open' && (
        <>
          {withdrawing.problem !== undefined && <ProblemNotice problem={told(withdrawing.problem)} />}
          <Button
            size="small"
            look="quiet"
            busy={withdrawing.busy}
            onClick={() => void withdrawing.run(undefined)}
          >
            <Trans>I no longer want an answer</Trans>
          </Button>
        </>
      )}
    </li>
  );
}

function Stand({ inquiry: { state, dueOn, overdue } }: { inquiry: OwnInquiry }) {
  const { t } = useLingui();
  const formats = useFormats();
  const due = formats.date(dueOn);
  if (state === 'withdrawn') return <Badge>{t`withdrawn`}</Badge>;
  if (state === 'answered') return <Badge tone="sea">{t`answered`}</Badge>;
  if (overdue) return <Badge tone="red">{t`late: it was due on ${due}`}</Badge>;
  return <Badge tone="amber">{t`answer by ${due}`}</Badge>;
}
