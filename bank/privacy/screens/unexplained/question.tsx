import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link, useParams } from '@tanstack/react-router';
import { roleWords } from '#bank/staff/screens/words.ts';
import { Columns, Page, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { Words } from '../hidden-words.tsx';
import { answerWords, decisionWords } from '../mine/answer-words.ts';
import { Decide } from './decide.tsx';
import { People } from './people.tsx';
import { type Question, useQuestion } from './reading.ts';
import { StandOf } from './stand.tsx';
import style from './unexplained.module.css';

/** One question: whose files, what speaks against it and for it, what was said, what was decided. */
export default function UnexplainedQuestion() {
  const { t } = useLingui();
  const told = useProblemWords();
  const { questionId = '' } = useParams({ strict: false });
  const { data, error, isPending, refetch } = useQuestion(questionId);
  return (
    <Page
      title={t`A question`}
      heading={
        <span className={style.heading}>
          {data?.staffName ?? t`A question`} {data && <StandOf question={data} />}
        </span>
      }
      says={
        <>
          <Link to="/unexplained">
            <Trans>Unexplained</Trans>
          </Link>
          {data && <Where question={data} />}
        </>
      }
    >
      {isPending && (
        <Panel>
          <LoadingShape rows={6} />
        </Panel>
      )}
      {error !== null && <ProblemNotice problem={told(error)} again={() => void refetch()} />}
      {data && (
        <Columns
          main={<People questionId={questionId} files={data.files} />}
          aside={
            <>
              <Said question={data} />
              {data.state === 'open' && <Decide question={data} />}
              <Evidence question={data} />
              <Before question={data} />
            </>
          }
        />
      )}
    </Page>
  );
}

function Where({ question: { role, premises, onDate } }: { question: Question }) {
  const { t } = useLingui();
  const formats = useFormats();
  const said = role in roleWords ? t(roleWords[role as keyof typeof roleWords]) : role;
  const asked = formats.date(onDate);
  return <> · {[said, premises, t`asked ${asked}`].filter(Boolean).join(' · ')}</>;
}

function Said({ question }: { question: Question }) {
  const { t } = useLingui();
  const formats = useFormats();
  const due = formats.date(question.dueOn);
  const { answer, answerWords: words, answeredAt, decisions } = question;
  return (
    <Panel title={t`What was said`}>
      {answer === null ? (
        <p className={style.soft}>{t`Not answered yet; due ${due}.`}</p>
      ) : (
        <>
          <p>
            <strong>{t(answerWords[answer])}</strong>
          </p>
          {words && <p className={style.words}>{words}</p>}
          {answeredAt && <p className={style.soft}>{formats.dateTime(answeredAt)}</p>}
        </>
      )}
      {decisions.map(({ at, by, decision, words: why }) => (
        <div key={at} className={style.decision}>
          <p>
            <strong>{t(decisionWords[decision])}</strong>
          </p>
          <p className={style.words}>
            <Words said={why} />
          </p>
          <p className={style.soft}>
            {by} · {formats.dateTime(at)}
          </p>
        </div>
      ))}
    </Panel>
  );
}

/** What added up, beside what colleagues of the branch have. */
function Evidence({ question: { signs, evidence, allowance, since } }: { question: Question }) {
  const { t } = useLingui();
  const formats = useFormats();
  const share = (part: number, of: number) =>
    of === 0 ? '–' : formats.rate(Math.round((10_000 * part) / of));
  const own = share(signs.declared, signs.of);
  const peers = share(signs.peersDeclared, signs.peersOf);
  const day = formats.date(since);
  const bits = formats.number(Math.round(evidence / 10));
  const usual = formats.number(Math.round(allowance / 10));
  return (
    <Panel title={t`What added up`}>
      <ul className={style.facts}>
        <li>{t`Since ${day}: ${bits} bits of evidence; ${usual} a day are nothing unusual here.`}</li>
        <li>{t`Only their own word for ${own} of the files; colleagues of the branch: ${peers}.`}</li>
        {signs.browsing > 0 && (
          <li>
            <Plural
              value={signs.browsing}
              one="# search by a name and an initial"
              other="# searches by a name and an initial"
            />
          </li>
        )}
      </ul>
    </Panel>
  );
}

function Before({ question: { earlier } }: { question: Question }) {
  const { t } = useLingui();
  const formats = useFormats();
  return (
    <Panel title={t`Asked before`}>
      {earlier.length === 0 && <EmptyState title={t`Never`} />}
      <ul className={style.facts}>
        {earlier.map(({ onDate, files, answer, decision }) => (
          <li key={`${onDate} ${files} ${answer}`}>
            {formats.date(onDate)}: <Plural value={files} one="# file" other="# files" />
            {answer !== null && `; ${t(answerWords[answer])}`}
            {decision !== null && `; ${t(decisionWords[decision])}`}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
