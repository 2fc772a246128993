import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { ChoiceField, SelectField, TextField } from '#design/field.tsx';
import { Page, Panel } from '#design/page.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { Table } from '#design/table.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { AskSetting, ByTwo, useMayAsk } from '../approvals/by-two.tsx';
import { spanOf } from '../approvals/setting-lines.tsx';
import { useCitation } from '../looks/citation.ts';
import { type Clock, useClocks } from './asking.ts';
import { kindWords, lawWords } from './words.ts';

/** By when the bank answers, by which law: compliance asks for a change, and somebody else agrees. */
export default function Clocks() {
  const { t } = useLingui();
  const told = useProblemWords();
  const mayAsk = useMayAsk();
  const query = useClocks();
  const [changing, setChanging] = useState<'law' | 'clock'>();
  const again = () => void query.refetch();
  const close = () => setChanging(undefined);
  const { law, clocks } = query.data ?? {};
  return (
    <Page
      title={t`Clocks`}
      says={
        <Trans>
          By when the bank answers, and which law says so. The newest row that applied on the day a request
          came counts for it; older rows stay.
        </Trans>
      }
      actions={
        mayAsk('rights clock') && (
          <Button onClick={() => setChanging('clock')}>{t`Ask for a newer row`}</Button>
        )
      }
    >
      <ByTwo of={['rights law', 'rights clock']} onDone={again} />
      {query.isPending && <LoadingShape rows={6} kind="table" />}
      {query.isError && <ProblemNotice problem={told(query.error)} again={again} />}
      {law && clocks && (
        <>
          <Panel
            title={t`The law of this bank`}
            aside={
              mayAsk('rights law') && (
                <Button size="small" onClick={() => setChanging('law')}>{t`Ask for another`}</Button>
              )
            }
          >
            <p>{t(lawWords[law])}</p>
          </Panel>
          {(['EU', 'US'] as const).map((one) => (
            <Panel key={one} title={t(lawWords[one])} flush>
              <Rows of={t(lawWords[one])} rows={clocks.filter((row) => row.law === one)} />
            </Panel>
          ))}
          {changing === 'law' && <AskLaw now={law} onClose={close} />}
        </>
      )}
      {changing === 'clock' && <AskClock onClose={close} />}
    </Page>
  );
}

function AskLaw({ now, onClose }: { now: Clock['law']; onClose: () => void }) {
  const { t } = useLingui();
  const law = now === 'EU' ? 'US' : 'EU';
  const then = t(lawWords[law]);
  return (
    <AskSetting
      title={t`Go by another set of laws`}
      what={{ action: 'rights law', setting: { law } }}
      onClose={onClose}
    >
      <p>
        <Trans>The bank would go by: {then}. What was asked before keeps its day.</Trans>
      </p>
    </AskSetting>
  );
}

function Rows({ of, rows }: { of: string; rows: Clock[] }) {
  const { t } = useLingui();
  const cited = useCitation();
  const formats = useFormats();
  return (
    <Table
      caption={of}
      rows={rows}
      keyOf={(row) => `${row.kind} ${row.appliesFrom}`}
      columns={[
        { title: t`Request`, cell: (row) => t(kindWords[row.kind]) },
        { title: t`Within`, cell: (row) => spanOf(row.months, row.days) },
        { title: t`Once more`, cell: (row) => spanOf(row.moreMonths, row.moreDays) },
        { title: t`From`, cell: (row) => formats.date(row.appliesFrom) },
        { title: t`Says so`, cell: (row) => cited(row.citation) },
      ]}
    />
  );
}

const spans = ['months', 'days', 'moreMonths', 'moreDays'] as const;

function AskClock({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { today } = useMe();
  const [row, setRow] = useState<Clock>({
    ...{ law: 'EU', kind: 'copy', appliesFrom: today, citation: '' },
    ...{ months: 0, days: 0, moreMonths: 0, moreDays: 0 },
  });
  const words = {
    months: t`Months to answer`,
    days: t`Days to answer`,
    moreMonths: t`Months of extension`,
    moreDays: t`Days of extension`,
  };
  const clock = { ...row, citation: row.citation.trim() };
  const isWhole = clock.citation.length >= 3 && clock.months + clock.days > 0;
  return (
    <AskSetting
      title={t`Ask for a newer row`}
      what={isWhole ? { action: 'rights clock', setting: { clock } } : undefined}
      onClose={onClose}
    >
      <p>
        <Trans>It counts for what is received from that day on.</Trans>
      </p>
      <ChoiceField<Clock['law']>
        label={t`Set of laws`}
        value={row.law}
        onChoose={(law) => setRow({ ...row, law })}
        options={(['EU', 'US'] as const).map((value) => ({ value, says: t(lawWords[value]) }))}
      />
      <SelectField
        label={t`Request`}
        value={row.kind}
        onChange={({ target }) => setRow({ ...row, kind: target.value as Clock['kind'] })}
      >
        {Object.entries(kindWords).map(([kind, says]) => (
          <option key={kind} value={kind}>
            {t(says)}
          </option>
        ))}
      </SelectField>
      {spans.map((span) => (
        <TextField
          key={span}
          label={words[span]}
          type="number"
          min={0}
          max={span.endsWith('onths') ? 24 : 730}
          required
          value={row[span]}
          onChange={({ target }) => setRow({ ...row, [span]: Number(target.value) })}
        />
      ))}
      <TextField
        label={t`From`}
        type="date"
        min={today}
        required
        value={row.appliesFrom}
        onChange={({ target }) => setRow({ ...row, appliesFrom: target.value })}
      />
      <TextField
        label={t`Law and article`}
        required
        minLength={3}
        maxLength={200}
        value={row.citation}
        onChange={({ target }) => setRow({ ...row, citation: target.value })}
      />
    </AskSetting>
  );
}
