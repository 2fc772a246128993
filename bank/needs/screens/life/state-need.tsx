import { useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { Button } from '#design/button.tsx';
import { SelectField, TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { choicesOf } from '#platform/browser/choices.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import { money } from '#platform/money.ts';
import type { stateNeed } from '../../contract.ts';
import { stageNeeds } from '../../stage-needs.ts';
import { type Need, needWords } from '../words.ts';
import style from './life.module.css';
import type { LifeProps } from './panel.tsx';

type Given = Body<typeof stateNeed>;

/** What the customer says they need; with a sum and a day it is a goal. */
export function StateNeed(props: LifeProps & { onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const { agreements, onClose } = props;
  const [category, setCategory] = useState<Need['category']>('saving');
  const [strength, setStrength] = useState('80');
  const [sum, setSum] = useState('');
  const [on, setOn] = useState('');
  const [linked, setLinked] = useState('');
  const stating = useStating(props);
  const currency =
    agreements.find(({ agreementId }) => agreementId === linked)?.currency ?? agreements[0]?.currency;
  const minor = sum.trim() === '' ? null : minorOf(sum, currency);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (minor === undefined) return;
    const goal =
      minor === null || currency === undefined
        ? null
        : { minor, currency, on: on === '' ? null : on, agreementIds: linked === '' ? [] : [linked] };
    if ((await stating.run({ category, strength: Number(strength), goal })) !== undefined) onClose();
  };
  return (
    <form className={style.form} onSubmit={(event) => void send(event)} noValidate>
      {stating.problem !== undefined && <ProblemNotice problem={told(stating.problem)} />}
      <div className={style.pair}>
        <SelectField
          label={t`What they need`}
          autoFocus
          value={category}
          onChange={(event) => setCategory(event.target.value as Need['category'])}
        >
          {choicesOf(needWords).map((one) => (
            <option key={one} value={one}>
              {t(needWords[one])}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t`How much`}
          value={strength}
          onChange={(event) => setStrength(event.target.value)}
        >
          <option value="80">{t`strong`}</option>
          <option value="55">{t`some`}</option>
          <option value="30">{t`slight`}</option>
        </SelectField>
      </div>
      {currency !== undefined && (
        <div className={style.pair}>
          <TextField
            label={t`A goal in ${currency}`}
            hint={t`Leave it empty where there is none.`}
            inputMode="decimal"
            value={sum}
            wrong={minor === undefined ? t`A sum in digits, such as 25000.` : undefined}
            onChange={(event) => setSum(event.target.value)}
          />
          <TextField
            label={t`By which day`}
            type="date"
            value={on}
            onChange={(event) => setOn(event.target.value)}
          />
          <SelectField label={t`Saved in`} value={linked} onChange={(event) => setLinked(event.target.value)}>
            <option value="">{t`not with us, or not yet`}</option>
            {agreements.map(({ agreementId, says }) => (
              <option key={agreementId} value={agreementId}>
                {says}
              </option>
            ))}
          </SelectField>
        </div>
      )}
      <div className={style.row}>
        <Button size="small" look="quiet" onClick={onClose}>{t`Discard`}</Button>
        <Button size="small" type="submit" busy={stating.busy}>{t`Note it`}</Button>
      </div>
    </form>
  );
}

/** Minor units in digits; undefined when it is no sum. */
function minorOf(sum: string, currency: string | undefined): string | undefined {
  if (currency === undefined) return undefined;
  try {
    const { minor } = money(sum.replace(/[\s,](?=\d{3}\b)/g, '').replace(',', '.'), currency);
    return minor > 0n ? minor.toString() : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function useStating({ customerId, masked, onChange }: LifeProps) {
  const { t } = useLingui();
  return useAction(async (body: Given, key: string) => {
    const route = 'POST /api/customers/:customerId/needs';
    const made = await call<typeof stateNeed>(route, { params: { customerId }, body, key });
    const { category, strength, goal } = body;
    const one: Need = {
      ...{ ...made, category, strength, source: 'staff', because: null, notUsed: false, expiresOn: '' },
      ...{ saidIn: null, saidOn: null, talk: null, forCare: stageNeeds.includes(category) },
      goal: goal && {
        ...{ amount: { minor: masked ? null : goal.minor, currency: goal.currency }, on: goal.on },
        ...{ saved: null, progress: null, agreementIds: goal.agreementIds },
      },
    };
    onChange(({ needs }) => ({
      needs: [one, ...needs.filter((other) => other.source !== 'inferred' || other.category !== category)],
    }));
    say(t`Noted.`);
    return made;
  });
}
