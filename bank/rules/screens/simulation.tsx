import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { SelectField } from '#design/field.tsx';
import { Panel } from '#design/page.tsx';
import { Progress } from '#design/progress.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { type Simulation, useSimulating, useSimulations } from './reading.ts';
import style from './rules.module.css';
import { About, Examples, Groups } from './simulated.tsx';

/** What the draft would change, for how many and for whom, before anybody is asked to approve it. */
export function SimulationPanel({
  draftId,
  version,
  sound,
}: {
  draftId: string;
  version: number;
  sound: boolean;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const may = useMay();
  const simulating = useSimulating(draftId);
  const { data, error } = useSimulations(draftId, version);
  const [size, setSize] = useState('all');
  const newest = data?.simulations[0];
  const busy = newest?.state === 'waiting' || newest?.state === 'running';
  const ask = () => {
    const sample = size === 'all' ? null : Number(size);
    void simulating.run({ sample, seed: sample === null ? 'all' : crypto.randomUUID().slice(0, 8) });
  };
  return (
    <Panel title={t`What it would change, and for how many`} flush>
      {may('rules.draft') && (
        <div className={style.tools}>
          <SelectField
            label={t`Decide anew for`}
            value={size}
            onChange={(event) => setSize(event.target.value)}
          >
            <option value="all">{t`all customers`}</option>
            <option value="10000">{t`a sample of 10,000`}</option>
            <option value="1000">{t`a sample of 1,000`}</option>
          </SelectField>
          <Button
            look="primary"
            icon={<IconPlayerPlay />}
            busy={simulating.busy || busy}
            disabled={!sound}
            onClick={ask}
          >{t`Simulate`}</Button>
          <span className={style.state}>
            <Trans>
              Nobody is told, and nothing changes. Who asks is on record with what was tried, twenty times a
              day at most.
            </Trans>
          </span>
        </div>
      )}
      {(simulating.problem ?? error) != null && <ProblemNotice problem={told(simulating.problem ?? error)} />}
      {newest === undefined ? (
        <p className={style.nothing}>{t`It has not been simulated yet.`}</p>
      ) : (
        <Shown simulation={newest} />
      )}
    </Panel>
  );
}

function Shown({ simulation }: { simulation: Simulation }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { state, result, total, looked, isOfThis, rulesChanged, askedBy, seed, sample } = simulation;
  if (state === 'failed')
    return <p className={style.nothing}>{t`It came to no end. Simulate it once more.`}</p>;
  if (result === null) {
    const share = total === null || total === 0 ? 0 : looked / total;
    const [done, all] = [formats.number(looked), formats.number(total ?? 0)];
    const says = total === null ? t`It waits for its turn.` : t`${done} of ${all} customers`;
    return (
      <div className={style.nothing} role="status">
        <Progress label={t`Simulating`} share={share} />
        <p>{says}</p>
      </div>
    );
  }
  const at = formats.dateTime(simulation.finishedAt ?? simulation.askedAt);
  const [of, touched] = [formats.number(total ?? 0), formats.number(result.touched ?? 0)];
  const { leftOut } = result;
  const left = formats.number(leftOut ?? 0);
  const ordered = useOrdered()(result);
  return (
    <>
      {!isOfThis && (
        <Notice tone="amber">
          <Trans>This was an earlier draft: simulate this one before you propose it.</Trans>
        </Notice>
      )}
      {isOfThis && rulesChanged && (
        <Notice tone="amber">
          <Trans>Other rules have come into force since: simulate it again before you propose it.</Trans>
        </Notice>
      )}
      <div className={style.summary}>
        <p>
          <strong>
            {result.touched === null
              ? t`For a few of ${of} customers something would change, or for nobody.`
              : t`For at least ${touched} of ${of} customers something would change.`}
          </strong>{' '}
          {isOfThis && !rulesChanged && <Badge tone="sea">{t`just this draft`}</Badge>}
        </p>
        <p className={style.soft}>
          {[
            t`${askedBy}, ${at}`,
            sample === null ? t`all customers` : t`a sample, drawn by the seed ${seed}`,
            leftOut !== null && t`at least ${left} left out, who object to profiling`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <p className={style.soft}>{ordered}</p>
      </div>
      <About about={result.about} />
      {result.touched !== null && <Groups groups={result.groups} />}
      {simulation.examples.length > 0 && <Examples simulation={simulation} />}
    </>
  );
}

/** By what equals were ordered, and that it may change before the draft's day. */
function useOrdered() {
  const { t } = useLingui();
  return ({ ordered, propensities: version }: NonNullable<Simulation['result']>) =>
    ({
      'by propensities': t`Equals are ordered by propensities, version ${version}, as the night does today.`,
      'by none': t`Propensities order nothing, as in the night: they are off, or none is in force.`,
      'left out': t`Propensities were left out: another one of more than three that fit may be shown.`,
    })[ordered];
}
