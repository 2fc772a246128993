import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { roleWords } from '#bank/staff/screens/words.ts';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Page, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { Tabs } from '#design/tabs.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { answerWords } from '../mine/answer-words.ts';
import { MyQuestions } from '../mine/questions.tsx';
import { Notices } from '../notices.tsx';
import { type QuestionOnList, useQueue } from './reading.ts';
import { useRuleWords } from './rule-words.ts';
import { StandOf } from './stand.tsx';
import style from './unexplained.module.css';

type Part = 'open' | 'decided';

/** Looks that nothing explains: who was asked, what they said, what is to be decided. */
export default function Unexplained() {
  const { t } = useLingui();
  const [part, setPart] = useState<Part>('open');
  return (
    <Page
      title={t`Unexplained`}
      says={
        <Trans>
          Files that were opened without anything that explains it. Whoever opened them was asked; you decide.
          That you read this is on record.
        </Trans>
      }
    >
      <Notices />
      <MyQuestions />
      <Tabs<Part>
        label={t`Questions`}
        chosen={part}
        onChoose={setPart}
        tabs={[
          { value: 'open', says: t`To decide` },
          { value: 'decided', says: t`Decided` },
        ]}
      >
        <Queue key={part} part={part} />
      </Tabs>
    </Page>
  );
}

function Queue({ part }: { part: Part }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const queue = useQueue(part);
  const questions = queue.data?.pages.flatMap((page) => page.questions) ?? [];
  return (
    <Panel flush>
      {queue.isPending && <LoadingShape rows={5} />}
      {queue.error !== null && (
        <ProblemNotice problem={told(queue.error)} again={() => void queue.refetch()} />
      )}
      {queue.data !== undefined && questions.length === 0 && (
        <EmptyState title={part === 'open' ? t`Nothing waits` : t`Nothing was decided yet`}>
          <Trans>The record is looked through every few minutes, and the day as a whole each evening.</Trans>
        </EmptyState>
      )}
      <ul>
        {questions.map((question) => (
          <Line key={question.questionId} question={question} />
        ))}
      </ul>
      {queue.hasNextPage && (
        <div className={style.end}>
          <Button
            busy={queue.isFetchingNextPage}
            onClick={() => void queue.fetchNextPage()}
          >{t`Show more`}</Button>
        </div>
      )}
    </Panel>
  );
}

function Line({ question }: { question: QuestionOnList }) {
  const { t } = useLingui();
  const formats = useFormats();
  const words = useRuleWords();
  const { staffName, role, premises, files, answer, rules } = question;
  const roleSaid = role in roleWords ? t(roleWords[role as keyof typeof roleWords]) : role;
  return (
    <li>
      <Link to={`/unexplained/${question.questionId}`} className={style.line}>
        <span>
          <strong>{staffName}</strong>
          <small>{[roleSaid, premises, formats.date(question.onDate)].filter(Boolean).join(' · ')}</small>
        </span>
        <span>
          <Plural value={files} one="# file" other="# files" />
          <small>{rules.map(words.rule).join('; ')}</small>
        </span>
        <span className={style.stand}>
          <StandOf question={question} />
          {question.state === 'open' &&
            (answer === null ? (
              <Badge tone="amber">{t`not answered yet`}</Badge>
            ) : (
              <Badge>{t(answerWords[answer])}</Badge>
            ))}
        </span>
      </Link>
    </li>
  );
}
