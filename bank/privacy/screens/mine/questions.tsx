import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Panel } from '#design/page.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Reply } from '#platform/contract.ts';
import type { myQuestions } from '../../detecting-contract.ts';
import { AnswerDialog } from './answer.tsx';
import { answerWords, decisionWords } from './answer-words.ts';
import style from './questions.module.css';

export type OwnQuestion = Reply<typeof myQuestions>['questions'][number];

/**
 * What I opened that nothing explains, on the first page of the day; nothing at all when there is nothing.
 */
export function MyQuestions() {
  const told = useProblemWords();
  const { data, error, refetch } = useQuery({
    queryKey: ['my questions'],
    queryFn: ({ signal }) => call<typeof myQuestions>('GET /api/my-questions', { signal }),
    retry: onceMore,
    refetchInterval: fiveMinutes,
  });
  if (error !== null) return <ProblemNotice problem={told(error)} again={() => void refetch()} />;
  return data?.questions.map((question) => <OneQuestion key={question.questionId} question={question} />);
}

const fiveMinutes = 300_000;

function OneQuestion({ question }: { question: OwnQuestion }) {
  const { t } = useLingui();
  const { today } = useMe();
  const formats = useFormats();
  const [answering, setAnswering] = useState(false);
  const { files, occasions, answer, decision, dueOn } = question;
  const when = formats.fromToday(dueOn, today);
  return (
    <Panel
      loud={answer === null && decision === null}
      title={
        <Plural
          value={files}
          one="You opened # file that nothing explains"
          other="You opened # files that nothing explains"
        />
      }
      aside={
        decision !== null ? (
          <Badge tone={decision === 'explained' ? 'sea' : 'amber'}>{t(decisionWords[decision])}</Badge>
        ) : (
          answer === null && <Badge tone="amber">{t`answer ${when}`}</Badge>
        )
      }
    >
      <ul className={style.occasions}>
        {occasions.map((one) => (
          <li key={one.occasionId} data-explained={one.explained || undefined}>
            <strong>
              {one.calledName} {one.initial && `${one.initial}.`}
            </strong>
            <span>{[formats.date(one.onDate), one.premises].filter(Boolean).join(' · ')}</span>
            {one.explained && <span>{t`explained since`}</span>}
          </li>
        ))}
      </ul>
      {answer === null && decision === null && (
        <div className={style.foot}>
          <p>
            <Trans>
              No card, code, appointment, portfolio or business of theirs shows why. Say what it was; the
              privacy office reads it.
            </Trans>
          </p>
          <Button look="primary" onClick={() => setAnswering(true)}>{t`Say what it was`}</Button>
        </div>
      )}
      {answer !== null && (
        <p className={style.said}>
          <Trans>You said: {t(answerWords[answer])}.</Trans>{' '}
          {decision === null && <Trans>The privacy office will decide.</Trans>}
        </p>
      )}
      {answering && <AnswerDialog questionId={question.questionId} onClose={() => setAnswering(false)} />}
    </Panel>
  );
}
