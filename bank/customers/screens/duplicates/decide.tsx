import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { TextField } from '#design/field.tsx';
import { Toolbar } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { useDayWords } from '../file/day-words.ts';
import type { File } from '../file/opening.ts';
import style from './duplicates.module.css';
import { type Decision, useDeciding, useMerging } from './queue.ts';
import type { TakenDuplicate } from './wire.ts';

interface Deciding {
  pair: TakenDuplicate;
  survivor: File;
  merged: File;
}

/** One person, two people, or not now. */
export function Decide(props: Deciding) {
  const { t } = useLingui();
  const told = useProblemWords();
  const deciding = useDeciding(props.pair);
  const [asking, setAsking] = useState<'merge' | 'later'>();
  const decide = async (decision: Decision, words: string) => {
    if ((await deciding.run(decision)) !== undefined) say(words);
  };
  return (
    <>
      {deciding.problem !== undefined && <ProblemNotice problem={told(deciding.problem)} />}
      <div className={style.decide}>
        <Toolbar label={t`What are they?`}>
          <Button look="primary" onClick={() => setAsking('merge')}>{t`Same person: merge`}</Button>
          <Button
            busy={deciding.busy}
            onClick={() => void decide({ decision: 'not the same', notBefore: null }, t`Kept as two people.`)}
          >
            {t`Not the same person`}
          </Button>
          <Button onClick={() => setAsking('later')}>{t`Later`}</Button>
        </Toolbar>
        <Button
          look="quiet"
          busy={deciding.busy}
          onClick={() =>
            void decide({ decision: 'put back', notBefore: null }, t`A colleague can take it now.`)
          }
        >
          {t`Leave it to a colleague`}
        </Button>
      </div>
      {asking === 'merge' && <MergeDialog {...props} onClose={() => setAsking(undefined)} />}
      {asking === 'later' && (
        <LaterDialog
          problem={deciding.problem}
          busy={deciding.busy}
          onLater={(notBefore) =>
            void decide({ decision: 'later', notBefore }, t`It comes back on that day.`)
          }
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

function MergeDialog({ pair, survivor, merged, onClose }: Deciding & { onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const merging = useMerging(pair);
  const merge = async () => {
    if ((await merging.run(survivor.customer.customerId)) === undefined) return;
    onClose();
    say(t`Merged. It can be taken apart under "Merged lately".`);
  };
  const days = useDayWords();
  // Their names may well be the same: since when they are known tells them apart.
  const nameOf = ({ customer: { fullName, customerSince } }: File) =>
    customerSince === null ? fullName : `${fullName} (${days.since(customerSince)})`;
  const holdings = merged.holdings.filter(({ state }) => state !== 'closed').length;
  const notes = merged.notes.length;
  const [stays, goes] = [nameOf(survivor), nameOf(merged)];
  return (
    <Dialog
      title={t`Merge the two records?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Not yet`}</Button>
          <Button look="primary" busy={merging.busy} onClick={() => void merge()}>{t`Merge`}</Button>
        </>
      }
    >
      {merging.problem !== undefined && <ProblemNotice problem={told(merging.problem)} />}
      <p>
        <Trans>
          <strong>{stays}</strong> stays, and gets everything of <strong>{goes}</strong>: names, contact
          points, holdings ({holdings}), notes ({notes}), promises and relations.
        </Trans>
      </p>
      <p>
        <Trans>
          Nothing is deleted. The merge is on record in both files, and can be taken apart at any time.
        </Trans>
      </p>
    </Dialog>
  );
}

function LaterDialog(props: {
  problem: unknown;
  busy: boolean;
  onLater: (day: string) => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const { today } = useMe();
  const told = useProblemWords();
  const [day, setDay] = useState('');
  const [missing, setMissing] = useState(false);
  const send = () => {
    setMissing(day <= today);
    if (day > today) props.onLater(day);
  };
  return (
    <Dialog
      title={t`Look again later`}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Not yet`}</Button>
          <Button look="primary" busy={props.busy} onClick={send}>{t`Look again then`}</Button>
        </>
      }
    >
      {props.problem !== undefined && <ProblemNotice problem={told(props.problem)} />}
      <TextField
        label={t`From which day`}
        hint={t`For example when the customer is expected, and can be asked.`}
        type="date"
        min={today}
        value={day}
        wrong={missing ? t`Choose a day after today, within a year.` : undefined}
        onChange={(event) => setDay(event.target.value)}
      />
    </Dialog>
  );
}
