import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { HelpBadges } from '#bank/needs/screens/help.tsx';
import { Panel } from '#design/page.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { prompts } from '../following-contract.ts';
import style from './panel.module.css';
import { useSpoken } from './spoken.ts';

/** Whom of those I look after something would do good, the strongest need first. */
export function Prompts() {
  const { t } = useLingui();
  const told = useProblemWords();
  const spoken = useSpoken();
  const query = useQuery({
    queryKey: ['prompts'],
    queryFn: ({ signal }) => call<typeof prompts>('GET /api/advice/prompts', { signal }),
    retry: onceMore,
  });
  const rows = query.data?.prompts ?? [];
  if (query.isError) return <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />;
  if (rows.length === 0) return null;
  // the same thing once, with all whom it would do good; in the order of the first of them
  const titleOf = (one: (typeof rows)[number]) =>
    one.title === null ? t`Something for a private room` : spoken(one.title);
  const groups = [...Map.groupBy(rows, titleOf)];
  return (
    <Panel title={t`What would do them good`} aside={rows.length} flush>
      <p className={style.quiet}>
        <Trans>Why, and why not the rest, stands in the file.</Trans>
      </p>
      <ul>
        {groups.map(([title, them]) => (
          <li key={title} className={style.referral}>
            <p className={style.name}>{title}</p>
            <ul className={style.names}>
              {them.map(({ customerId, calledName, adaptations }) => (
                <li key={customerId}>
                  <Link to={`/customers/${customerId}`}>{calledName}</Link> <HelpBadges kinds={adaptations} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
