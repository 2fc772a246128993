import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { useMay, useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField, SelectField, TextField } from '#design/field.tsx';
import { Page, Panel } from '#design/page.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { Table } from '#design/table.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { type Clock, useAddingClock, useClocks, useSettingLaw } from './asking.ts';
import { kindWords, lawWords } from './words.ts';

/** By when the bank answers, by which law: rows that compliance keeps. */
export default function Clocks() {
  const { t } = useLingui();
  const told = useProblemWords();
  const may = useMay();
  const query = useClocks();
  const setting = useSettingLaw(query.data?.version ?? 0);
  const [adding, setAdding] = useState(false);
  const again = () => void query.refetch();
  const change = async (law: Clock['law']) => {
    await setting.run({ law });
    // done, or done by somebody else: what stands now is shown
    again();
  };
  return (
    <Page
      title={t`Clocks`}
      says={
        <Trans>
          By when the bank answers, and which law says so. The newest row that applied on the day a request
          came counts for it; older rows stay.
        </Trans>
      }
      actions={may('rights.law.set') && <Button onClick={() => setAdding(true)}>{t`Add a newer row`}</Button>}
    >
      {setting.problem !== undefined && <ProblemNotice problem={told(setting.problem)} />}
      {query.isPending && <LoadingShape rows={6} kind="table" />}
      {query.isError && <ProblemNotice problem={told(query.error)} again={again} />}
      {query.data && (
        <>
          <Panel title={t`The law of this bank`}>
            {may('rights.law.set') ? (
              <ChoiceField<Clock['law']>
                label={t`This bank goes by`}
                hint={t`What was asked before keeps its day.`}
                value={query.data.law}
                onChoose={(law) => void change(law)}
                options={(['EU', 'US'] as const).map((value) => ({ value, says: t(lawWords[value]) }))}
              />
            ) : (
              <p>{t(lawWords[query.data.law])}</p>
            )}
          </Panel>
          {(['EU', 'US'] as const).map((law) => (
            <Panel key={law} title={t(lawWords[law])} flush>
              <Rows of={t(lawWords[law])} rows={query.data.clocks.filter((row) => row.law === law)} />
            </Panel>
          ))}
        </>
      )}
      {adding && (
        <AddClock
          onClose={() => setAdding(false)}
          onAdded={() => {
            setAdding(false);
            again();
          }}
        />
      )}
    </Page>
  );
}

function Rows({ of, rows }: { of: string; rows: Clock[] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const span = (months: number, days: number) =>
    [
      months > 0 && plural(months, { one: '# month', other: '# months' }),
      days > 0 && plural(days, { one: '# day', other: '# days' }),
    ]
      .filter(Boolean)
      .join(', ') || '–';
  return (
    <Table
      caption={of}
      rows={rows}
      keyOf={(row) => `${row.kind} ${row.appliesFrom}`}
      columns={[
        { title: t`Request`, cell: (row) => t(kindWords[row.kind]) },
        { title: t`Within`, cell: (row) => span(row.months, row.days) },
        { title: t`Once more`, cell: (row) => span(row.moreMonths, row.moreDays) },
        { title: t`From`, cell: (row) => formats.date(row.appliesFrom) },
        { title: t`Says so`, cell: (row) => row.citation },
      ]}
    />
  );
}

const spans = ['months', 'days', 'moreMonths', 'moreDays'] as const;

function AddClock({ onClose, onAdded }: { onClose: () => void; onAdded: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const { today } = useMe();
  const adding = useAddingClock();
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
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await adding.run({ ...row, citation: row.citation.trim() })) onAdded();
  };
  return (
    <Dialog
      title={t`Add a newer row`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={form} busy={adding.busy}>{t`Add`}</Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)}>
        {adding.problem !== undefined && <ProblemNotice problem={told(adding.problem)} />}
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
      </form>
    </Dialog>
  );
}
