/**
 * Each quarter the job 'advice.compare' counts by group how often offers are suggested, where the group is
 * known. What it finds is for compliance alone: nothing that decides or learns can read it.
 */
import { optionsOn } from '#bank/products/actions.ts';
import { type Sort, sales } from '#bank/products/rules.ts';
import type { Reply } from '#platform/contract.ts';
import { ask, house, type Run } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './grouping-contract.ts';
import * as queries from './grouping-queries.ts';
import { quarterOf, testedGroups } from './grouping-rules.ts';

/** What is offered, and what is a price: a charge given back, a cheaper account. */
const tested: ReadonlySet<Sort> = new Set([...sales, 'waiver', 'cheaper']);

/** @param run of the job 'advice.compare', as earshot_run_fairness. Done again it counts the same anew. */
export async function compareGroups(run: Run, today: string): Promise<number> {
  return run.transaction(async (tx) => {
    const { options } = await optionsOn(tx, today);
    const codesOf = (sorts: ReadonlySet<Sort>) =>
      options.filter(({ sort }) => sorts.has(sort)).map(({ code }) => code);
    const [codes, anyOf] = [codesOf(tested), codesOf(sales)];
    const [row] = await tx.rows(queries.countGroups, { quarter: quarterOf(today), today, codes, anyOf });
    return row?.rows ?? 0;
  });
}

/** @throws Failure `not-allowed` */
export async function readGroupTests({
  database,
  token,
}: SignedIn): Promise<Reply<typeof contract.readGroupTests>> {
  const today = Temporal.Now.plainDateISO('UTC').toString();
  const [rows, { options }] = await Promise.all([
    ask(database, queries.groupCounts, { token }),
    house(database, 'earshot_staff', (tx) => optionsOn(tx, today)),
  ]);
  const titleOf = (code: string) => options.find((one) => one.code === code)?.title ?? { en: code, es: code };
  const quarters = Map.groupBy(rows, ({ quarter }) => quarter);
  return {
    quarters: [...quarters].slice(0, 8).map(([quarter, its]) => ({
      ...{ quarter, madeAt: String(its[0]?.made_at) },
      tests: [...Map.groupBy(its, (row) => `${row.dimension} ${row.option_code}`).values()].flatMap(
        (test) => {
          const [first] = test;
          if (first === undefined) return [];
          const code = first.option_code === '' ? null : first.option_code;
          return [
            {
              ...{
                dimension: first.dimension,
                code,
                title: code === null ? { en: '', es: '' } : titleOf(code),
              },
              groups: testedGroups(test),
            },
          ];
        },
      ),
    })),
  };
}
