import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { TextField } from '#design/field.tsx';
import { Page, Panel, Toolbar } from '#design/page.tsx';
import { EmptyState } from '#design/states.tsx';
import { Tabs } from '#design/tabs.tsx';
import type { Period, Subject } from './asking.ts';
import { Choose } from './choose.tsx';
import style from './record.module.css';
import { Viewed } from './viewed.tsx';

/** Whom did somebody view, and who viewed somebody? The question itself goes on record. */
export default function RecordPage() {
  const { t } = useLingui();
  const [of, setOf] = useState<Subject['of']>('staff');
  const [subject, setSubject] = useState<Subject>();
  const [period, setPeriod] = usePeriod();
  const choose = (chosen: Subject | undefined) => {
    setSubject(chosen);
    if (chosen) setOf(chosen.of);
  };
  return (
    <Page
      title={t`Record`}
      says={t`Whom somebody viewed, and who viewed somebody. What you ask here is on record, too.`}
    >
      <Panel>
        <Tabs<Subject['of']>
          label={t`Whose record`}
          chosen={of}
          onChoose={(next) => {
            setOf(next);
            setSubject(undefined);
          }}
          tabs={[
            { value: 'staff', says: t`Viewed by a member of staff` },
            { value: 'customer', says: t`Viewers of a customer` },
          ]}
        >
          <div className={style.question}>
            <Choose key={`${of} ${subject?.subjectId}`} of={of} chosen={subject} onChoose={choose} />
            <Toolbar label={t`Period`}>
              <TextField
                label={t`From`}
                type="date"
                value={period.from}
                max={period.to}
                onChange={({ target }) => target.value && setPeriod({ ...period, from: target.value })}
              />
              <TextField
                label={t`To`}
                type="date"
                value={period.to}
                min={period.from}
                onChange={({ target }) => target.value && setPeriod({ ...period, to: target.value })}
              />
            </Toolbar>
          </div>
        </Tabs>
      </Panel>
      {subject === undefined ? (
        <Panel>
          <EmptyState title={t`Nobody is chosen yet.`}>
            <Trans>Type a part of a name and choose. Any period can be asked for.</Trans>
          </EmptyState>
        </Panel>
      ) : (
        <Viewed subject={subject} period={period} onChoose={choose} />
      )}
    </Page>
  );
}

function usePeriod() {
  const { today } = useMe();
  return useState<Period>(() => {
    const month = new Date(`${today}T00:00:00Z`);
    month.setUTCDate(month.getUTCDate() - 30);
    return { from: month.toISOString().slice(0, 10), to: today };
  });
}
