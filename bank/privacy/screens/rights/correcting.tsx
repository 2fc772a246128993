import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '#design/button.tsx';
import { SelectField, TextArea, TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { correctionOf, makeCorrection } from '../../correcting-contract.ts';
import style from '../asked.module.css';
import type { Listed, Shown } from './asking.ts';

type Now = Reply<typeof correctionOf>['now'][number];
interface Props {
  listed: Listed;
  shown: Shown;
  onDone: () => void;
}

/** What stands, what it should be, and the one step that puts it right and tells the customer. */
export function Correcting(props: Props) {
  const { t } = useLingui();
  const told = useProblemWords();
  const { customerId, requestId } = props.listed;
  const query = useQuery({
    queryKey: ['correction', requestId],
    queryFn: ({ signal }) =>
      call<typeof correctionOf>('GET /api/customers/:customerId/rights-requests/:requestId/correction', {
        params: { customerId, requestId },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: onceMore,
  });
  if (query.isPending) return <LoadingShape rows={2} kind="text" />;
  if (query.data === undefined)
    return <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />;
  if (query.data.hidden)
    return (
      <Notice tone="amber">
        <Trans>What stands now is not shown at an open counter. Go to a private room or an office.</Trans>
      </Notice>
    );
  return (
    <>
      <h3>{t`Put it right`}</h3>
      {props.shown.proposed !== null && (
        <dl className={style.facts}>
          <dt>{t`Should be`}</dt>
          <dd>{props.shown.proposed}</dd>
        </dl>
      )}
      <Form {...props} now={query.data.now} />
    </>
  );
}

function Form({ shown, listed, now, onDone }: Props & { now: readonly Now[] }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const { customerId, requestId } = listed;
  const isAddress = shown.about === 'address';
  const several = isAddress || shown.about === 'contact point';
  const first = now.find(({ subject }) => subject === shown.subject) ?? now[0];
  const [subject, setSubject] = useState(several ? (first?.subject ?? '') : '');
  const stands = several ? now.find((one) => one.subject === subject) : now[0];
  const [value, setValue] = useState(shown.proposed ?? '');
  const [postalCode, setPostalCode] = useState(stands?.postalCode ?? '');
  const [country, setCountry] = useState(stands?.country ?? '');
  const [answer, setAnswer] = useState('');
  const making = useAction((body: Body<typeof makeCorrection>) =>
    call<typeof makeCorrection>('POST /api/customers/:customerId/rights-requests/:requestId/correction', {
      ...{ params: { customerId, requestId }, body, version: shown.version },
    }).then(() => true),
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const lines = value.split('\n').flatMap((line) => line.trim() || []);
    const done = await making.run({
      subject: several && subject !== '' ? subject : null,
      ...{ value: isAddress ? null : value.trim(), lines: isAddress ? lines.slice(0, 8) : null },
      ...{
        postalCode: (isAddress && postalCode.trim()) || null,
        country: (isAddress && country.trim()) || null,
      },
      answer: answer.trim(),
    });
    if (!done) return;
    say(t`Put right, and answered.`);
    onDone();
  };
  return (
    <form className={style.form} onSubmit={(event) => void submit(event)}>
      {making.problem !== undefined && (
        <ProblemNotice problem={told(making.problem)} kept={t`Your words are still here.`} />
      )}
      {several ? (
        <SelectField label={t`Which one`} value={subject} onChange={({ target }) => setSubject(target.value)}>
          {now.map((one) => (
            <option key={one.subject} value={one.subject ?? ''}>
              {one.value}
            </option>
          ))}
          <option value="">{t`None of these: add another`}</option>
        </SelectField>
      ) : (
        <p className={style.soft}>
          <Trans>Stands now: {stands?.value ?? '–'}</Trans>
        </p>
      )}
      <Value
        about={shown.about}
        {...{ value, postalCode, country }}
        onValue={setValue}
        onPostalCode={setPostalCode}
        onCountry={setCountry}
      />
      <TextArea
        label={t`Tell the customer that it is done`}
        required
        minLength={10}
        maxLength={4000}
        value={answer}
        onChange={({ target }) => setAnswer(target.value)}
      />
      <div className={style.deeds}>
        <Button look="primary" type="submit" busy={making.busy}>{t`Put it right and answer`}</Button>
      </div>
    </form>
  );
}

function Value(props: {
  about: Shown['about'];
  value: string;
  postalCode: string;
  country: string;
  onValue: (value: string) => void;
  onPostalCode: (value: string) => void;
  onCountry: (value: string) => void;
}) {
  const { t } = useLingui();
  if (props.about !== 'address')
    return (
      <TextField
        label={t`How it is to stand`}
        type={props.about === 'birth date' ? 'date' : 'text'}
        required
        maxLength={400}
        value={props.value}
        onChange={({ target }) => props.onValue(target.value)}
      />
    );
  return (
    <>
      <TextArea
        label={t`Lines of the address`}
        required
        maxLength={400}
        value={props.value}
        onChange={({ target }) => props.onValue(target.value)}
      />
      <TextField
        label={t`Postal code`}
        maxLength={20}
        value={props.postalCode}
        onChange={({ target }) => props.onPostalCode(target.value)}
      />
      <TextField
        label={t`Country, two letters`}
        maxLength={2}
        pattern="[A-Z]{2}"
        value={props.country}
        onChange={({ target }) => props.onCountry(target.value.toUpperCase())}
      />
    </>
  );
}
