import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { AskSetting, ByTwo } from '#bank/privacy/screens/approvals/by-two.tsx';
import { Button } from '#design/button.tsx';
import { CheckField, TextField } from '#design/field.tsx';
import { Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { changeSettings, readSettings } from '../../settings-contract.ts';
import style from './outcomes.module.css';
import { useSettingsNow } from './settings-now.ts';

type Now = Reply<typeof readSettings>;

/** What an administrator asks for, and somebody else agrees to; switching propensities off does not wait. */
export function Settings() {
  const told = useProblemWords();
  const { data, error, isPending, refetch } = useSettingsNow();
  if (isPending)
    return (
      <Panel>
        <LoadingShape rows={3} />
      </Panel>
    );
  if (data === undefined) return <ProblemNotice problem={told(error)} again={() => void refetch()} />;
  const again = () => void refetch();
  return (
    <div className={style.stack}>
      <ByTwo of={['advice settings']} onDone={again} />
      <Form key={data.version} now={data} again={again} />
    </div>
  );
}

function Form({ now, again }: { now: Now; again: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const [propensities, setPropensities] = useState(now.propensities);
  const [share, setShare] = useState(String(now.heldOut / 10));
  const heldOut = Math.round(Number(share) * 10);
  const isRight = share.trim() !== '' && heldOut >= 0 && heldOut <= 200;
  const isNew = heldOut !== now.heldOut || propensities !== now.propensities;
  const isStop = heldOut === now.heldOut && now.propensities && !propensities;
  const [asking, setAsking] = useState(false);
  const deed = useAction((body: Body<typeof changeSettings>) =>
    call<typeof changeSettings>('PUT /api/advice/settings', { version: now.version, body }),
  );
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!isRight) return;
    if (!isStop) return setAsking(true);
    if ((await deed.run({ heldOut, propensities })) === undefined) return;
    say(t`Saved. It counts from now on.`);
    again();
  };
  const when = formats.dateTime(now.changedAt);
  return (
    <Panel title={t`Settings`} aside={t`Changed ${when}`}>
      <form className={style.form} onSubmit={(event) => void save(event)} noValidate>
        {deed.problem !== undefined && <ProblemNotice problem={told(deed.problem)} again={again} />}
        <CheckField
          label={t`Use how likely somebody is to accept`}
          hint={
            <Trans>
              Only where two needs are equally strong, and never before a need. Switched off, it orders
              nothing from the next file on.
            </Trans>
          }
          checked={propensities}
          onChange={({ target }) => setPropensities(target.checked)}
        />
        <TextField
          label={t`Held out, of a hundred`}
          hint={t`Nobody is reminded of them on Today: so one sees whether it helps. 0 holds nobody out.`}
          type="number"
          min={0}
          max={20}
          step={0.5}
          value={share}
          wrong={isRight ? undefined : t`Between 0 and 20.`}
          onChange={({ target }) => setShare(target.value)}
        />
        <p>
          <Button look="primary" type="submit" busy={deed.busy} disabled={!isRight || !isNew}>
            {isStop ? t`Switch it off now` : t`Ask for approval`}
          </Button>
        </p>
      </form>
      {asking && (
        <AskSetting
          title={t`Change the settings of advice`}
          what={{ action: 'advice settings', setting: { heldOut, propensities } }}
          onClose={() => setAsking(false)}
        />
      )}
    </Panel>
  );
}
