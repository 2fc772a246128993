import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { SelectField } from '#design/field.tsx';
import { Panel } from '#design/page.tsx';
import { EmptyState } from '#design/states.tsx';
import { Table } from '#design/table.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import type { Reply } from '#platform/contract.ts';
import type { readOutcomes } from '../../following-contract.ts';
import { useSpoken } from '../spoken.ts';
import style from './outcomes.module.css';
import { Difference, Share } from './shown-share.tsx';

type Outcomes = Reply<typeof readOutcomes>;
type What = 'customersKept' | 'needsMet';

/** Of all together; an option has its code. */
const together = '';

/** Whether it helps as much as it did: by the quarter in which they began to be followed, for one option. */
export function Quarters({ outcomes: { all, options } }: { outcomes: Outcomes }) {
  const { t } = useLingui();
  const formats = useFormats();
  const spoken = useSpoken();
  const [code, setCode] = useState(together);
  const [what, setWhat] = useState<What>('customersKept');
  const held = options.filter(({ mayHold }) => mayHold);
  const { quarters } = held.find((one) => one.code === code) ?? all;
  if (all.quarters.length === 0 && held.every((one) => one.quarters.length === 0)) return null;
  return (
    <Panel title={t`By quarter`} flush>
      <div className={style.choices}>
        <SelectField label={t`Of what`} value={code} onChange={({ target }) => setCode(target.value)}>
          <option value={together}>{t`All together`}</option>
          {held.map((one) => (
            <option key={one.code} value={one.code}>
              {spoken(one.title)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t`Measured by`}
          value={what}
          onChange={({ target }) => setWhat(target.value as What)}
        >
          <option value="customersKept">{t`customers kept`}</option>
          <option value="needsMet">{t`needs met`}</option>
        </SelectField>
      </div>
      <p className={style.quiet}>
        <Trans>
          The quarter is that in which they began to be followed. Of fewer than ten nothing is shown; a
          difference, of fifty on either side.
        </Trans>
      </p>
      {quarters.length === 0 ? (
        <EmptyState title={t`Nothing is measured yet`} />
      ) : (
        <Table
          caption={t`By quarter`}
          rows={quarters}
          keyOf={({ quarter }) => quarter}
          columns={[
            { title: t`From`, cell: ({ quarter }) => formats.month(quarter) },
            { title: t`On the list`, figures: true, cell: (row) => <Share of={row[what].reminded} sure /> },
            { title: t`Held out`, figures: true, cell: (row) => <Share of={row[what].heldOut} sure /> },
            { title: t`Difference`, cell: (row) => <Difference difference={row[what].difference} /> },
          ]}
        />
      )}
    </Panel>
  );
}
