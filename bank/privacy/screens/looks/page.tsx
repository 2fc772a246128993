import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { Tabs } from '#design/tabs.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Checked, Of } from '../../own-checking.ts';
import { Asking } from './ask.tsx';
import { Check } from './check.tsx';
import style from './looks.module.css';
import { type OwnInquiry, useOwnInquiries } from './own-inquiries.ts';
import { type Reading, useEntries } from './reading.ts';
import { type Entry, useEntryWords } from './words.ts';

/** Who looked at my information: when, in which role, where and why, and whether that is as it was sealed. */
export default function Looks({ customerId }: { customerId: string }) {
  const { t } = useLingui();
  const [of, setOf] = useState<Of>('people');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${t`Who looked at my information`} · Earshot`;
    heading.current?.focus();
  }, [t]);
  return (
    <>
      <div className={style.head}>
        <h1 ref={heading} tabIndex={-1}>
          <Trans>Who looked at my information</Trans>
        </h1>
        <p>
          <Trans>
            Nobody at the bank opens your file without a reason. To find somebody, staff search by name and
            are shown cards of those who bear it, which needs none. Either is written down before anything is
            shown, and stands here. We name the role and not the person; whoever it was, the bank knows.
          </Trans>
        </p>
      </div>
      <Tabs<Of>
        label={t`Who looked`}
        chosen={of}
        onChoose={setOf}
        tabs={[
          { value: 'people', says: t`People at the bank` },
          { value: 'programs', says: t`Programs` },
          { value: 'herself', says: t`You` },
        ]}
      >
        <List key={of} of={of} customerId={customerId} />
      </Tabs>
    </>
  );
}

function List({ of, customerId }: { of: Of; customerId: string }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const reading = useEntries(of);
  const [checked, setChecked] = useState<Checked>();
  const { entries, isThere, problem } = reading;
  const { inquiries, again } = useOwnInquiries();
  return (
    <div className={style.list}>
      {of === 'programs' && (
        <p className={style.small}>
          <Trans>
            Programs go through the data of all customers at once, yours among them, and nobody reads along.
          </Trans>
        </p>
      )}
      {isThere && of === 'people' && <KeptBack looks={reading.keptBack} />}
      {isThere && <Check of={of} customerId={customerId} shown={entries.length} onChecked={setChecked} />}
      {!isThere && problem === undefined && <LoadingShape rows={5} />}
      {problem !== undefined && (
        <ProblemNotice
          problem={{ ...told(problem), title: t`The record cannot be shown just now.` }}
          again={reading.more}
        />
      )}
      {isThere && entries.length === 0 && (
        <EmptyState title={t`Nothing yet`}>
          <Trans>As soon as somebody looks, it stands here.</Trans>
        </EmptyState>
      )}
      <Days entries={entries} checked={checked} inquiries={inquiries} onAsked={() => void again()} />
      <More reading={reading} />
    </div>
  );
}

/** Said of all customers together, so that it says nothing of her. */
function KeptBack({ looks }: { looks: number | null }) {
  return (
    <p className={style.small}>
      {looks === null ? (
        <Trans>
          While the law has the bank keep an inquiry to itself, its looks are not shown here, nor what the
          compliance office searches for. Of all customers together such looks are fewer than ten.
        </Trans>
      ) : (
        <Trans>
          While the law has the bank keep an inquiry to itself, its looks are not shown here, nor what the
          compliance office searches for. Of all customers together such looks are {looks}.
        </Trans>
      )}
    </p>
  );
}

function More({ reading }: { reading: Reading }) {
  if (!reading.isThere || !reading.hasMore) return null;
  return (
    <Button busy={reading.busy} onClick={reading.more}>
      <Trans>Show earlier</Trans>
    </Button>
  );
}

interface Around {
  checked: Checked | undefined;
  /** What was asked so far; undefined while that is not known. */
  inquiries: OwnInquiry[] | undefined;
  onAsked: () => void;
}

function Days({ entries, ...around }: { entries: Entry[] } & Around) {
  const formats = useFormats();
  const words = useEntryWords();
  const days = Map.groupBy(entries, ({ at }) => formats.date(dayOf(at)));
  return [...days].map(([day, rows]) => (
    <section key={day} className={style.day}>
      <h2>{day}</h2>
      <ol>
        {runsOf(rows, (entry) => words(entry).title).map((run) => (
          <Line key={run[0]?.recordId} run={run} {...around} />
        ))}
      </ol>
    </section>
  ));
}

/** One look, or a row of the same uses by a program or by herself. */
function Line({ run, checked, inquiries, onAsked }: { run: Entry[] } & Around) {
  const { t } = useLingui();
  const formats = useFormats();
  const words = useEntryWords();
  const [newest] = run;
  const oldest = run.at(-1);
  if (newest === undefined || oldest === undefined) return null;
  const { title, fields, why, where } = words(newest);
  const count = run.length;
  const times = [...new Set([oldest, newest].map(({ at }) => formats.time(at)))].join(' – ');
  return (
    <li>
      <div className={style.what}>
        <p className={style.title}>{count === 1 ? title : t`${title}, ${count} times`}</p>
        {fields && <p>{fields}</p>}
        {why && <p>{why}</p>}
        {where && <p className={style.small}>{where}</p>}
      </div>
      <div className={style.when}>
        <p>{times}</p>
        <Mark run={run} checked={checked} />
        {inquiries !== undefined && !isOwn(newest) && (
          <Asking
            entry={newest}
            asked={inquiries.find(({ recordId }) => run.some((entry) => entry.recordId === recordId))}
            onAsked={onAsked}
          />
        )}
      </div>
    </li>
  );
}

function Mark({ run, checked }: { run: Entry[]; checked: Checked | undefined }) {
  const { t } = useLingui();
  if (checked === undefined) return null;
  if (run.some(({ recordId }) => checked.wrong.has(recordId)))
    return <Badge tone="red">{t`not as sealed`}</Badge>;
  if (run.every(({ recordId }) => checked.sealed.has(recordId))) return <Badge tone="sea">{t`sealed`}</Badge>;
  return null;
}

/** Looks by people stand one by one; what else says the same one after the other is one line. */
function runsOf(entries: Entry[], titleOf: (entry: Entry) => string): Entry[][] {
  const runs: Entry[][] = [];
  for (const entry of entries) {
    const run = runs.at(-1);
    const isLook = JSON.parse(entry.shown).role !== undefined && !isOwn(entry);
    if (run?.[0] && !isLook && titleOf(run[0]) === titleOf(entry)) run.push(entry);
    else runs.push([entry]);
  }
  return runs;
}

const isOwn = (entry: Entry) => JSON.parse(entry.shown).action === 'own file';

/** The day in this browser's own time zone, as ISO text. */
function dayOf(at: string): string {
  const day = new Date(at);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}
