import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { useMay, useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { CheckField, ChoiceField, SelectField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { checkIn, desk } from '../contract.ts';
import type { callByName } from '../rooms-contract.ts';
import style from './check-in.module.css';
import { CheckedIn } from './checked-in.tsx';
import { type CompanionRow, Companions } from './companions.tsx';
import { type ChosenPresence, presenceWords } from './presence-words.ts';
import { TopicField } from './topic.tsx';
import { sendMove, useColleagues } from './visits.ts';

/**
 * Checks a customer in: how it is known that they are here, what for, who is with them, who takes them. Other
 * modules
 * place it beside a customer; `calledName` is what they like to be called.
 */
export function CheckIn({
  customerId,
  calledName,
  onClose,
}: {
  customerId: string;
  calledName: string;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const formId = useId();
  const { place } = useMe();
  const starts = useMay()('customer.serve');
  const channel = place === 'phone' ? 'phone' : 'branch';
  const [presence, setPresence] = useState<ChosenPresence>();
  const [missing, setMissing] = useState(false);
  const [topic, setTopic] = useState('');
  const [companions, setCompanions] = useState<CompanionRow[]>([]);
  const [to, setTo] = useState('');
  const [byName, setByName] = useState(false);
  const { takers } = useColleagues(!starts);
  const told = useProblemWords();
  const { send, number, visitId, kinds } = useCheckIn();
  const navigate = useNavigate();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (presence === undefined) return setMissing(true);
    const then =
      (event.nativeEvent as SubmitEvent).submitter?.getAttribute('value') === 'start' ? 'start' : 'wait';
    const named = companions
      .filter(({ name }) => name.trim() !== '')
      .map(({ role, name }) => ({ role, name: name.trim() }));
    const body = { customerId, channel, presence, topic: topic.trim() || null, companions: named } as const;
    const done = await send.run({ body, then, to, byName });
    if (done && then === 'start') {
      onClose();
      await navigate({ to: `/customers/${customerId}`, search: { ground: done.visitId } });
    }
  };
  if (number !== undefined && !send.busy && send.problem === undefined) {
    return <CheckedIn number={number} calledName={calledName} kinds={kinds} onClose={onClose} />;
  }
  return (
    <Dialog
      title={t`Check in ${calledName}`}
      width="wide"
      onClose={onClose}
      actions={
        <>
          <Button
            type="submit"
            form={formId}
            value="wait"
            look={starts ? 'plain' : 'primary'}
            busy={send.busy}
          >
            {starts ? t`Check in, let them wait` : t`Check in`}
          </Button>
          {starts && (
            <Button type="submit" form={formId} value="start" look="primary" busy={send.busy}>
              <Trans>Check in and start</Trans>
            </Button>
          )}
        </>
      }
    >
      <form id={formId} className={style.form} onSubmit={(event) => void submit(event)}>
        {send.problem !== undefined && (
          <ProblemNotice
            problem={told(send.problem)}
            kept={
              visitId
                ? t`They are checked in and wait, but have not been started or handed over.`
                : t`What you chose is still here.`
            }
          />
        )}
        <ChoiceField
          label={t`How do you know that they are here?`}
          hint={
            missing && presence === undefined ? (
              <strong className={style.missing}>{t`Choose one: it is kept with the visit.`}</strong>
            ) : (
              <Trans>
                Kept with the visit, and shown to the customer. It proves that they are here once somebody
                else takes them; whom you check in for yourself is here by your word.
              </Trans>
            )
          }
          shape="cards"
          value={presence}
          onChoose={setPresence}
          options={presenceWords
            .filter((each) => each.channel === channel)
            .map(({ presence: value, says, more }) => ({ value, says: t(says), more: t(more) }))}
        />
        {channel === 'branch' && (
          <CheckField
            label={t`May be called by first name`}
            hint={t`Only if they say so. Else the board in the waiting area shows their number alone.`}
            checked={byName}
            onChange={(event) => setByName(event.target.checked)}
          />
        )}
        <TopicField value={topic} onChange={setTopic} />
        {!starts && takers.length > 0 && (
          <SelectField label={t`Who takes them?`} value={to} onChange={(event) => setTo(event.target.value)}>
            <option value="">{t`Whoever is free first`}</option>
            {takers.map(({ staffId, fullName }) => (
              <option key={staffId} value={staffId}>
                {fullName}
              </option>
            ))}
          </SelectField>
        )}
        <Companions companions={companions} onChange={setCompanions} />
      </form>
    </Dialog>
  );
}

interface Deed {
  body: Body<typeof checkIn>;
  then: 'start' | 'wait';
  /** Hand over to this colleague; empty: to nobody. */
  to: string;
  /** They agreed to be called by first name. */
  byName: boolean;
}

/** She is called by her first name; not where something is kept in confidence: `told` says so. */
async function agreeOn(
  { visitId, version }: { visitId: string; version: number },
  told: () => void,
): Promise<{ version: number }> {
  return call<typeof callByName>('PUT /api/visits/:visitId/calling', {
    ...{ params: { visitId }, version, body: { byName: true } },
  }).catch((problem: unknown) => {
    if (!(problem instanceof Problem && problem.code === 'not-now')) throw problem;
    told();
    return { version };
  });
}

/** Checks in, then starts or hands over. If the second step fails, a second try repeats only that step. */
function useCheckIn() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [done, setDone] = useState<Reply<typeof checkIn>>();
  const told = () => say(t`They are called by their number: something is kept in confidence.`);
  const send = useAction(async ({ body, then, to, byName }: Deed, key: string) => {
    try {
      const visit = done ?? (await call<typeof checkIn>('POST /api/visits', { body, key }));
      setDone(visit);
      const { visitId } = visit;
      if (!byName && then === 'wait' && to === '') return visit;
      const { visits } = await call<typeof desk>('GET /api/desk');
      const waiting = visits.find((one) => one.visitId === visitId);
      if (waiting === undefined) return visit;
      const { version } = byName ? await agreeOn(waiting, told) : waiting;
      if (then === 'start' || to !== '')
        await sendMove({
          visit: { ...waiting, version },
          ...(then === 'start' ? { what: then } : { what: 'hand over', to }),
        });
      return visit;
    } finally {
      void queries.invalidateQueries({ queryKey: ['desk'] });
    }
  });
  const kinds = done?.adaptations ?? [];
  return { send, number: done?.queueNumber, visitId: done?.visitId, kinds };
}
