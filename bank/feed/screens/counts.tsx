import { Trans, useLingui } from '@lingui/react/macro';
import { Panel } from '#design/page.tsx';
import { EmptyState } from '#design/states.tsx';
import { type Column, Table } from '#design/table.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import style from './feeds.module.css';
import { entityWords } from './run-words.ts';
import type { EntityCount, RunFile } from './wire.ts';

/**
 * What came of every row: rows in = created + updated + unchanged + rejected. Ended ones were not among
 * them.
 */
export function Counts({ entities, busy }: { entities: readonly EntityCount[]; busy: boolean }) {
  const { t } = useLingui();
  const { number } = useFormats();
  const figure = (title: string, of: (count: EntityCount) => number): Column<EntityCount> => ({
    title,
    figures: true,
    cell: (count) => <span data-none={of(count) === 0}>{number(of(count))}</span>,
  });
  const says = (entity: string) => {
    if (entity === all) return t`All together`;
    return entityWords[entity] ? t(entityWords[entity]) : entity;
  };
  return (
    <Panel title={t`What it brought`} flush>
      {entities.length === 0 ? (
        <EmptyState title={busy ? t`Nothing is counted yet` : t`Nothing was counted`}>
          <Trans>Rows are counted once they are read and checked.</Trans>
        </EmptyState>
      ) : (
        <div className={style.counts}>
          <Table
            caption={t`Rows by what they are`}
            rows={[...entities, sumOf(entities)]}
            keyOf={({ entity }) => entity}
            columns={[
              { title: t`What`, cell: ({ entity }) => <strong>{says(entity)}</strong> },
              figure(t`Rows in`, ({ rowsIn }) => rowsIn),
              figure(t`Created`, ({ created }) => created),
              figure(t`Updated`, ({ updated }) => updated),
              figure(t`Unchanged`, ({ unchanged }) => unchanged),
              {
                title: t`Rejected`,
                figures: true,
                cell: ({ rejected }) => (
                  <span data-none={rejected === 0} data-wrong={rejected > 0}>
                    {number(rejected)}
                  </span>
                ),
              },
              figure(t`Ended`, ({ ended }) => ended),
            ]}
          />
        </div>
      )}
    </Panel>
  );
}

const all = '';

function sumOf(entities: readonly EntityCount[]): EntityCount {
  const sum = { entity: all, rowsIn: 0, created: 0, updated: 0, unchanged: 0, rejected: 0, ended: 0 };
  for (const count of entities) {
    sum.rowsIn += count.rowsIn;
    sum.created += count.created;
    sum.updated += count.updated;
    sum.unchanged += count.unchanged;
    sum.rejected += count.rejected;
    sum.ended += count.ended;
  }
  return sum;
}

export function Files({ files }: { files: readonly RunFile[] }) {
  const { t } = useLingui();
  const { number, locale } = useFormats();
  const size = new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 });
  if (files.length === 0) return null;
  return (
    <Panel title={t`Files`} flush>
      <ul>
        {files.map(({ fileNumber, fileName, bytes, rowsRead, rowsUnreadable }) => {
          const rows = number(rowsRead);
          const unreadable = number(rowsUnreadable);
          return (
            <li key={fileNumber} className={style.file}>
              <p>{fileName}</p>
              <p className={style.soft}>
                {size.format(Math.ceil(bytes / 1000))} · {t`${rows} rows`}
                {rowsUnreadable > 0 && ` · ${t`${unreadable} could not be read`}`}
              </p>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
