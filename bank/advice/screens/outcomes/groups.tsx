import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Badge, type Tone } from '#design/badge.tsx';
import { SelectField } from '#design/field.tsx';
import { Panel } from '#design/page.tsx';
import { EmptyState, Notice } from '#design/states.tsx';
import { Table } from '#design/table.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import type { Reply } from '#platform/contract.ts';
import type { readGroupTests } from '../../grouping-contract.ts';
import { useSpoken } from '../spoken.ts';
import style from './outcomes.module.css';
import { ReadOnce } from './read-once.tsx';
import { useShares } from './shares.ts';

type Quarter = Reply<typeof readGroupTests>['quarters'][number];
type Test = Quarter['tests'][number];
type Group = Test['groups'][number];

/** Do offers come to groups alike? For compliance alone; reading it is on record. */
export function Groups() {
  return (
    <ReadOnce
      name="group tests"
      read={(signal) => call<typeof readGroupTests>('GET /api/advice/group-tests', { signal })}
    >
      {(data) => <Read data={data} />}
    </ReadOnce>
  );
}

function Read({ data }: { data: Reply<typeof readGroupTests> }) {
  const { t } = useLingui();
  const formats = useFormats();
  const [chosen, setChosen] = useState<string>();
  const quarter = data.quarters.find((one) => one.quarter === chosen) ?? data.quarters[0];
  return (
    <div className={style.stack}>
      <Notice tone="amber">
        <Trans>
          For you alone: nothing that suggests or learns may know these groups or what is found of them. A
          share is held against the group to which it is highest; below four fifths one looks why. A group too
          small to judge is not judged. Where fewer than five have it, or have it not, the share is not shown;
          it is counted.
        </Trans>
      </Notice>
      {quarter === undefined ? (
        <Panel>
          <EmptyState title={t`No quarter was tested yet`}>
            <Trans>It is done on the first day of each quarter, when the program for jobs is running.</Trans>
          </EmptyState>
        </Panel>
      ) : (
        <>
          <div className={style.form}>
            <SelectField
              label={t`Quarter`}
              value={quarter.quarter}
              onChange={({ target }) => setChosen(target.value)}
            >
              {data.quarters.map((one) => {
                const month = formats.month(one.quarter);
                return (
                  <option key={one.quarter} value={one.quarter}>
                    {t`from ${month}`}
                  </option>
                );
              })}
            </SelectField>
          </div>
          {(['age', 'sex'] as const).map((dimension) => (
            <Dimension
              key={dimension}
              dimension={dimension}
              tests={quarter.tests.filter((test) => test.dimension === dimension)}
            />
          ))}
        </>
      )}
    </div>
  );
}

function Dimension({ dimension, tests }: { dimension: Test['dimension']; tests: readonly Test[] }) {
  const { t } = useLingui();
  const spoken = useSpoken();
  const formats = useFormats();
  const { percent } = useShares();
  const titles = { age: t`By age`, sex: t`By sex` };
  const bands: Record<string, string> = { female: t`women`, male: t`men` };
  const rows = tests.flatMap((test) =>
    test.groups.map((group) => ({
      ...group,
      key: `${test.code} ${group.band}`,
      of: test.code === null ? t`Any offer` : spoken(test.title),
    })),
  );
  if (rows.length === 0) return null;
  return (
    <Panel title={titles[dimension]} flush>
      <Table
        caption={titles[dimension]}
        rows={rows}
        keyOf={({ key }) => key}
        columns={[
          { title: t`Offer`, cell: ({ of }) => of },
          { title: t`Group`, cell: ({ band }) => <span className={style.whole}>{bands[band] ?? band}</span> },
          {
            title: t`Of`,
            figures: true,
            cell: ({ decided }) => (decided === null ? t`too few` : formats.number(decided)),
          },
          {
            title: t`Suggested to`,
            figures: true,
            cell: ({ share, decided }) =>
              share === null ? (decided === null ? '–' : t`not shown`) : percent(share),
          },
          { title: t`Ratio`, figures: true, cell: (group) => <Ratio group={group} /> },
          { title: t`It says`, cell: ({ verdict }) => <Verdict of={verdict} /> },
        ]}
      />
    </Panel>
  );
}

function Ratio({ group: { ratio, isMost } }: { group: Group }) {
  const { t } = useLingui();
  const formats = useFormats();
  const two = (value: number) => formats.number(Math.round(value * 100) / 100);
  if (isMost) return <span className={style.soft}>{t`highest`}</span>;
  if (ratio === null) return '–';
  return (
    <span className={style.whole}>
      {two(ratio.ratio)}{' '}
      <small className={style.soft}>
        {two(ratio.low)} … {two(ratio.high)}
      </small>
    </span>
  );
}

function Verdict({ of }: { of: Group['verdict'] }) {
  const { t } = useLingui();
  const words = {
    'too few': t`Too few to judge`,
    'no sign': t`No sign`,
    'may be below': t`May be below four fifths`,
    'below four fifths': t`Below four fifths`,
  };
  const tones: Record<typeof of, Tone> = {
    ...{ 'too few': 'neutral', 'no sign': 'neutral', 'may be below': 'amber', 'below four fifths': 'red' },
  };
  return <Badge tone={tones[of]}>{words[of]}</Badge>;
}
