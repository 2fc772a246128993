import { Plural, useLingui } from '@lingui/react/macro';
import { Panel } from '#design/page.tsx';
import { Table } from '#design/table.tsx';
import type { Reply } from '#platform/contract.ts';
import type { readRetention } from '../../retaining-contract.ts';
import style from '../asked.module.css';
import { useReasonWords } from './reason-words.ts';
import own from './retention.module.css';
import { useRuleWords } from './rule-words.tsx';

type Rule = Reply<typeof readRetention>['rules'][number];

/** The rules by what becomes of the rows: what the job deletes first. */
export function Rules({ rules }: { rules: readonly Rule[] }) {
  const { t } = useLingui();
  const words = useRuleWords();
  const why = useReasonWords();
  const titles: [Rule['way'], string][] = [
    ['after a time', t`Deleted after a time`],
    ['with the file', t`Kept with the customer's file`],
    ['with its row', t`Goes with what it belongs to`],
    ['by itself', t`Gone within hours, by itself`],
    ['kept', t`Stays`],
  ];
  return titles.map(([way, title]) => {
    const rows = rules.filter((rule) => rule.way === way);
    const timed = way === 'after a time';
    return (
      <Panel key={way} title={title} aside={rows.length} flush>
        <Table
          caption={title}
          rows={rows}
          keyOf={({ rule }) => rule}
          columns={[
            {
              title: t`What`,
              cell: ({ rule, tableName }) => (
                <>
                  {words(rule)} <small className={style.soft}>{tableName}</small>
                </>
              ),
            },
            ...(timed
              ? [
                  {
                    title: t`How long`,
                    cell: (rule: Rule) => (
                      <span className={own.whole}>
                        <Period rule={rule} />
                      </span>
                    ),
                  },
                  { title: t`Held`, figures: true, cell: ({ held }: Rule) => (held === 0 ? '–' : held) },
                ]
              : []),
            { title: t`Why`, cell: ({ citation }) => why(citation) },
          ]}
        />
      </Panel>
    );
  });
}

function Period({ rule: { keepsCount, keepsUnit } }: { rule: Rule }) {
  const count = keepsCount ?? 0;
  if (keepsUnit === 'days') return <Plural value={count} one="# day" other="# days" />;
  if (keepsUnit === 'months') return <Plural value={count} one="# month" other="# months" />;
  return <Plural value={count} one="# year" other="# years" />;
}
