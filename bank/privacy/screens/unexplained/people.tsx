import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '#design/button.tsx';
import { Monogram } from '#design/monogram.tsx';
import { Panel } from '#design/page.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { nothingElse } from '../approvals/approvals.ts';
import { TakeApproved } from '../approvals/taking.tsx';
import { useFieldWords } from './field-words.ts';
import { type Occasion, usePeople } from './reading.ts';
import { useRuleWords } from './rule-words.ts';
import style from './unexplained.module.css';

/** Whose files it is about, in the order of time, with what was seen of each and why it counts. */
export function People({ questionId, files }: { questionId: string; files: number }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const people = usePeople(questionId);
  const [taking, setTaking] = useState(false);
  const occasions = people.data?.pages.flatMap((page) => page.occasions) ?? [];
  return (
    <Panel
      flush
      title={<Plural value={files} one="# person affected" other="# people affected" />}
      aside={
        <Button size="small" onClick={() => setTaking(true)}>
          <Trans>Export …</Trans>
        </Button>
      }
    >
      {taking && (
        <TakeApproved
          title={t`Export the list`}
          what={{ ...nothingElse, action: 'people export', questionId }}
          address={`/api/unexplained/${questionId}/people.csv`}
          onClose={() => setTaking(false)}
        />
      )}
      {people.isPending && <LoadingShape rows={5} />}
      {people.error !== null && (
        <ProblemNotice problem={told(people.error)} again={() => void people.refetch()} />
      )}
      <ol>
        {occasions.map((occasion) => (
          <Person key={occasion.occasionId} occasion={occasion} />
        ))}
      </ol>
      {people.hasNextPage && (
        <div className={style.end}>
          <Button
            busy={people.isFetchingNextPage}
            onClick={() => void people.fetchNextPage()}
          >{t`Show more`}</Button>
        </div>
      )}
    </Panel>
  );
}

function Person({ occasion }: { occasion: Occasion }) {
  const { t } = useLingui();
  const formats = useFormats();
  const words = useRuleWords();
  const revealed = useFieldWords();
  const { fullName, bornYear, firstAt, premises, looks, seen, reasons, lessened, explained } = occasion;
  return (
    <li className={style.person}>
      <Monogram name={fullName} seed={occasion.customerId} />
      <div>
        <p>
          <strong>{fullName}</strong>
          {bornYear !== null && <span className={style.soft}> {t`born ${bornYear}`}</span>}
        </p>
        <p className={style.soft}>
          {[formats.dateTime(firstAt), premises, words.ground(occasion)].filter(Boolean).join(' · ')}
        </p>
        <p className={style.soft}>
          <Plural value={looks} one="looked once" other="looked # times" />
          {seen.length > 0 && ` · ${t`revealed`}: ${revealed(seen)}`}
        </p>
      </div>
      <ul className={style.reasons}>
        {explained !== null && <li data-for>{words.explained(explained)}</li>}
        {explained === null && reasons.map((reason) => <li key={reason.rule}>{words.reason(reason)}</li>)}
        {lessened.map((name) => (
          <li key={name} data-for>
            {words.lessened(name)}
          </li>
        ))}
      </ul>
    </li>
  );
}
