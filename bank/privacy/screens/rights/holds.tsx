import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { TextArea, TextField } from '#design/field.tsx';
import { Page, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { legalHolds, placeHold } from '../../holding-contract.ts';
import { AskSetting, ByTwo } from '../approvals/by-two.tsx';
import style from '../asked.module.css';
import { Words } from '../hidden-words.tsx';
import type { Subject } from '../record/asking.ts';
import { Choose } from '../record/choose.tsx';

type Hold = Reply<typeof legalHolds>['holds'][number];

/** Of whom nothing may be deleted, and why. */
export default function LegalHolds() {
  const { t } = useLingui();
  const told = useProblemWords();
  const may = useMay();
  const [doing, setDoing] = useState<'place' | Hold>();
  const query = useQuery({
    queryKey: ['legal holds'],
    queryFn: ({ signal }) => call<typeof legalHolds>('GET /api/legal-holds', { signal }),
    ...{ staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, retry: onceMore },
  });
  const again = () => void query.refetch();
  const done = () => {
    setDoing(undefined);
    again();
  };
  return (
    <Page
      title={t`Legal holds`}
      says={t`Of these people nothing is erased or deleted, whatever is due, until the hold is lifted.`}
      actions={
        may('hold.place') && (
          <Button look="primary" onClick={() => setDoing('place')}>{t`Place a hold`}</Button>
        )
      }
    >
      {query.isError && <ProblemNotice problem={told(query.error)} again={again} />}
      <ByTwo of={['hold lifting']} onDone={again} />
      <Panel flush>
        {query.isPending && <LoadingShape rows={3} />}
        {query.data?.holds.length === 0 && (
          <EmptyState title={t`Nobody is held`}>
            <Trans>Compliance places a hold when a court or a claim needs the data.</Trans>
          </EmptyState>
        )}
        <ul>
          {query.data?.holds.map((hold) => (
            <Line key={hold.holdId} hold={hold}>
              {may('hold.place') && hold.liftedAt === null && (
                <Button size="small" onClick={() => setDoing(hold)}>
                  {t`Lift it …`}
                  <span className="unseen">: {hold.customerName}</span>
                </Button>
              )}
            </Line>
          ))}
        </ul>
      </Panel>
      {doing === 'place' && <Place onClose={() => setDoing(undefined)} onDone={done} />}
      {doing !== undefined && doing !== 'place' && <Lift hold={doing} onClose={() => setDoing(undefined)} />}
    </Page>
  );
}

function Line({ hold, children }: { hold: Hold; children: ReactNode }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { placedByName, liftedByName } = hold;
  const placed = formats.dateTime(hold.placedAt);
  const lifted = hold.liftedAt && formats.dateTime(hold.liftedAt);
  return (
    <li className={style.line}>
      <div>
        <p className={style.title}>
          <span>{hold.customerName}</span>
          {lifted === null ? <Badge tone="amber">{t`Held`}</Badge> : <Badge>{t`Lifted`}</Badge>}
        </p>
        <p className={style.soft}>
          {[
            hold.reference,
            t`placed by ${placedByName}, ${placed}`,
            lifted && t`lifted by ${liftedByName ?? ''}, ${lifted}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <blockquote className={style.words}>
          <Words said={hold.reason} />
        </blockquote>
        {hold.liftedBecause !== null && <p className={style.words}>{hold.liftedBecause}</p>}
      </div>
      {children}
    </li>
  );
}

function Place({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const [subject, setSubject] = useState<Subject>();
  const [reference, setReference] = useState('');
  const [reason, setReason] = useState('');
  const placing = useAction((body: Body<typeof placeHold>, key) =>
    call<typeof placeHold>('POST /api/legal-holds', { body, key }),
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (subject === undefined) return;
    const given = { customerId: subject.subjectId, reference: reference.trim(), reason: reason.trim() };
    if (await placing.run(given)) onDone();
  };
  return (
    <Dialog
      title={t`Place a hold`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={form} busy={placing.busy} disabled={!subject}>
            {t`Place it`}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)}>
        {placing.problem !== undefined && <ProblemNotice problem={told(placing.problem)} />}
        <Choose key={subject?.subjectId} of="customer" chosen={subject} onChoose={setSubject} />
        <TextField
          label={t`Case or event`}
          required
          minLength={3}
          maxLength={80}
          value={reference}
          onChange={({ target }) => setReference(target.value)}
        />
        <TextArea
          label={t`Why, in a sentence`}
          required
          minLength={10}
          maxLength={500}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </form>
    </Dialog>
  );
}

/** That it ends lets things be deleted: compliance asks, somebody else agrees. */
function Lift({ hold, onClose }: { hold: Hold; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <AskSetting
      title={t`Lift the hold`}
      what={{ action: 'hold lifting', customerId: hold.customerId, holdId: hold.holdId }}
      onClose={onClose}
    >
      <p>
        <strong>{hold.customerName}</strong>
        {hold.reference !== null && `, ${hold.reference}`}
      </p>
    </AskSetting>
  );
}
