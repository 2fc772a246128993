import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Panel } from '#design/page.tsx';
import { type HoldingProps, HoldingRow } from './holding-row.tsx';
import { type GroupName, groupsOf, groupWords } from './holding-words.ts';
import style from './holdings.module.css';
import type { File, Holding, Revealer } from './opening.ts';
import { Totals } from './totals.tsx';

/** What they hold, by what it is for. */
export function Holdings({ file, revealer }: { file: File; revealer: Revealer }) {
  const { t } = useLingui();
  const { open, closed } = groupsOf(file.holdings);
  const closedCount = closed.length;
  const common = { all: file.holdings, masked: file.masked, revealer };
  return (
    <Panel title={t`What they hold`} aside={<Totals totals={file.totals} revealer={revealer} />} flush>
      {open.length === 0 && (
        <p className={style.none}>
          <Trans>They hold nothing with us now.</Trans>
        </p>
      )}
      {open.map(([name, holdings]) => (
        <Group key={name} name={name} holdings={holdings} {...common} />
      ))}
      {closed.length > 0 && (
        <details className={style.closed}>
          <summary>
            <Plural value={closedCount} one="# that has ended" other="# that have ended" />
          </summary>
          <ul>
            {closed.map((holding) => (
              <HoldingRow key={holding.agreementId} holding={holding} {...common} />
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
}

type Common = Omit<HoldingProps, 'holding'>;

function Group({ name, holdings, ...common }: Common & { name: GroupName; holdings: readonly Holding[] }) {
  const { t } = useLingui();
  return (
    <section className={style.group}>
      <h3>{t(groupWords[name])}</h3>
      <ul>
        {holdings.map((holding) => (
          <HoldingRow key={holding.agreementId} holding={holding} {...common} />
        ))}
      </ul>
    </section>
  );
}
