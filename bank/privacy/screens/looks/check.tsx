import { plural } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '#design/button.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Ask, Checked, Finding, Of } from '../../own-checking.ts';
import type { ownEntries } from '../../own-proofs-contract.ts';
import { keep, readKept } from './kept.ts';
import style from './looks.module.css';

/** The check of the sealed record in this very browser, and what came of it in plain words. */
export function Check(props: {
  of: Of;
  customerId: string;
  /** How many entries the page shows. */
  shown: number;
  onChecked: (checked: Checked | undefined) => void;
}) {
  const { of, customerId, shown, onChecked } = props;
  const [checked, setChecked] = useState<Checked>();
  const [isKept, setIsKept] = useState(true);
  const checking = useAction(async () => {
    setChecked(undefined);
    onChecked(undefined);
    const { checkEntries } = await import('../../own-checking.ts');
    // Of people all there are, so that none can vanish; else what is on the page.
    const pages = of === 'people' ? 100 : Math.max(1, Math.ceil(shown / 100));
    const ask: Ask = (query) => call<typeof ownEntries>('GET /api/own-record', { query });
    const found = await checkEntries({ of, customerId, pages, kept: readKept(), ask });
    setIsKept(found.keep === undefined || keep(found.keep));
    setChecked(found);
    onChecked(found);
  });
  return (
    <section className={style.check} aria-labelledby="check">
      <h2 id="check">
        <Trans>Check it yourself</Trans>
      </h2>
      <p>
        <Trans>
          Every entry is sealed, as a rule within a second. Your browser can check by itself that none of
          these has been changed since then, without taking our word for it.
        </Trans>
      </p>
      <div aria-live="polite">
        {checked &&
          (checked.findings.size === 0 ? (
            <Right checked={checked} isKept={isKept} />
          ) : (
            <Wrong checked={checked} />
          ))}
      </div>
      <Failed problem={checking.problem} />
      <Button look="primary" busy={checking.busy} onClick={() => void checking.run(undefined)}>
        {checked ? <Trans>Check again</Trans> : <Trans>Check these entries</Trans>}
      </Button>
      {checked && <Details checked={checked} />}
    </section>
  );
}

function Failed({ problem }: { problem: unknown }) {
  const { t } = useLingui();
  const told = useProblemWords();
  if (problem === undefined) return null;
  if (problem instanceof RangeError) {
    return (
      <Notice>
        <Trans>Nothing has been sealed here yet. Come back in a moment.</Trans>
      </Notice>
    );
  }
  if (problem instanceof DOMException && problem.name === 'NotSupportedError') {
    return (
      <Notice tone="amber">
        <Trans>This browser cannot check such signatures. A newer one can; nothing was checked here.</Trans>
      </Notice>
    );
  }
  return <ProblemNotice problem={{ ...told(problem), title: t`The check could not be finished.` }} />;
}

function Right({ checked, isKept }: { checked: Checked; isKept: boolean }) {
  const { sealed, compared, waiting, isPutTogether, isPart } = checked;
  const { t } = useLingui();
  const all = t`${plural(sealed.size, { one: 'The one entry is in the sealed record', other: 'All # entries are in the sealed record' })}`;
  return (
    <Notice>
      <p className={style.title}>
        {compared === 'record and entries' ? (
          <Trans>{all}; nothing you were shown before has changed or vanished.</Trans>
        ) : compared === 'record' ? (
          <Trans>{all}, and the record goes on from where this browser last saw it.</Trans>
        ) : (
          <Trans>{all}.</Trans>
        )}
      </p>
      {compared === 'nothing' && isKept && (
        <p>
          <Trans>
            From now on this browser remembers how far the record had come. The next check will notice if
            anything has changed or vanished since.
          </Trans>
        </p>
      )}
      {!isKept && (
        <p>
          <Trans>This browser keeps nothing, so the next check will have nothing to compare with.</Trans>
        </p>
      )}
      {isPutTogether && (
        <p>
          <Trans>
            There are more older entries than last time. That happens when two files of yours are put
            together, or when looks that were kept back for an inquiry are released; ask us which it was.
          </Trans>
        </p>
      )}
      {isPart && (
        <p>
          <Trans>Older entries than these were not looked at.</Trans>
        </p>
      )}
      {waiting > 0 && (
        <p>
          <Plural
            value={waiting}
            one="One entry of just now is being sealed; check again in a moment."
            other="# entries of just now are being sealed; check again in a moment."
          />
        </p>
      )}
    </Notice>
  );
}

function Wrong({ checked }: { checked: Checked }) {
  const { t } = useLingui();
  const { findings, wrong, vanished } = checked;
  const words: Record<Finding, string> = {
    signature: t`The record is not signed by the key that the bank shows for it.`,
    fork: t`The record is not the one that this browser saw before: something in it was changed.`,
    shorter: t`The record is shorter than when this browser saw it before: something was taken out of it.`,
    changed: t`${plural(wrong.size, {
      one: 'One entry is not what was sealed: somebody has changed it.',
      other: '# entries are not what was sealed: somebody has changed them.',
    })}`,
    vanished: t`${plural(vanished, {
      one: 'One entry that was here at your last check is gone.',
      other: '# entries that were here at your last check are gone.',
    })}`,
    'not sealed': t`There are entries that should have been sealed long ago, and are not.`,
    'other key': t`Two different keys were shown during one check.`,
  };
  return (
    <div role="alert" className={style.wrong}>
      <p className={style.title}>
        <Trans>Something is wrong with the record.</Trans>
      </p>
      <ul>
        {[...findings].map((finding) => (
          <li key={finding}>{words[finding]}</li>
        ))}
      </ul>
      <p>
        <Trans>
          This should never happen, and it is not your mistake. Please tell the bank's privacy office, and the
          data protection authority if you like. This browser keeps what it knew before.
        </Trans>
      </p>
    </div>
  );
}

function Details({ checked: { record, fingerprint } }: { checked: Checked }) {
  const formats = useFormats();
  if (record === undefined) return null;
  const size = formats.number(record.size);
  const at = record.at === '' ? '' : formats.dateTime(record.at);
  return (
    <details className={style.details}>
      <summary>
        <Trans>What was checked, and what a check cannot show</Trans>
      </summary>
      <p>
        <Trans>
          The record of the whole bank has {size} entries and was last sealed on {at}. Each entry of yours was
          followed to its root, and the signature of that root was checked with this key:
        </Trans>
      </p>
      <p className={style.key}>{fingerprint.match(/.{4}/g)?.join(' ')}</p>
      <p>
        <Trans>A check cannot show:</Trans>
      </p>
      <ul>
        <li>
          <Trans>a look that was never written down at all;</Trans>
        </li>
        <li>
          <Trans>what somebody with power over the database did in the second before sealing;</Trans>
        </li>
        <li>
          <Trans>whether the reason that was given is true;</Trans>
        </li>
        <li>
          <Trans>what was taken away before the first check in this browser;</Trans>
        </li>
        <li>
          <Trans>
            whether others are shown the same record: what independent witnesses have signed, this browser
            does not check;
          </Trans>
        </li>
        <li>
          <Trans>
            that it was your card that a search showed: its time, role and branch are what is sealed;
          </Trans>
        </li>
        <li>
          <Trans>
            lists of work in which your name stands, of who waits or whom somebody looks after: the bank has
            them on record, but they are no entries here.
          </Trans>
        </li>
      </ul>
      <p className={style.small}>
        <Trans>
          This browser keeps only sizes and checksums, nothing that you saw. Clearing its data makes it forget
          them.
        </Trans>
      </p>
    </details>
  );
}
