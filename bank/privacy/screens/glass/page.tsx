import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { roleWords } from '#bank/staff/screens/words.ts';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Page, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { Tabs } from '#design/tabs.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { brokenGlass } from '../../glass-contract.ts';
import style from '../asked.module.css';
import { Words } from '../hidden-words.tsx';
import { reasonWords } from './glass-words.ts';
import { Review } from './review.tsx';

export type Broken = Reply<typeof brokenGlass>['broken'][number];

/** Privacy office: each time somebody opened a file without a reason of work. Was it justified? */
export default function BreakGlassQueue() {
  const { t } = useLingui();
  const [part, setPart] = useState<'waiting' | 'reviewed'>('waiting');
  return (
    <Page
      title={t`Break-glass`}
      says={t`Files that were opened without a reason of work. You say whether it was justified, and why.`}
    >
      <Tabs
        label={t`Break-glass`}
        chosen={part}
        onChoose={setPart}
        tabs={[
          { value: 'waiting', says: t`To review` },
          { value: 'reviewed', says: t`Reviewed lately` },
        ]}
      >
        <Queue key={part} reviewed={part === 'reviewed'} />
      </Tabs>
    </Page>
  );
}

function Queue({ reviewed }: { reviewed: boolean }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const query = useQuery({
    queryKey: ['broken glass', reviewed],
    queryFn: ({ signal }) =>
      call<typeof brokenGlass>('GET /api/broken-glass', { query: { reviewed }, signal }),
  });
  if (query.isPending) {
    return (
      <Panel flush>
        <LoadingShape rows={4} />
      </Panel>
    );
  }
  if (query.data === undefined)
    return <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />;
  const { broken } = query.data;
  return (
    <Panel flush>
      {broken.length === 0 && (
        <EmptyState title={reviewed ? t`Nothing was reviewed lately` : t`Nothing waits for review`}>
          {!reviewed && <Trans>What is broken comes up here at once.</Trans>}
        </EmptyState>
      )}
      <ul>
        {broken.map((one) => (
          <BrokenLine key={one.passId} one={one} onReviewed={() => void query.refetch()} />
        ))}
      </ul>
    </Panel>
  );
}

function BrokenLine({ one, onReviewed }: { one: Broken; onReviewed: () => void }) {
  const { t } = useLingui();
  const formats = useFormats();
  const [reviewing, setReviewing] = useState(false);
  const { staffName, customerName, managerName, reviewedByName } = one;
  const when = formats.dateTime(one.grantedAt);
  const due = formats.date(one.reviewDueOn);
  return (
    <li className={style.line}>
      <div>
        <p className={style.title}>
          <span>
            <Trans>
              {staffName} opened the file of {customerName}
            </Trans>
          </span>
          {one.verdict === null && (
            <Badge tone={one.overdue ? 'red' : 'amber'}>
              {one.overdue ? t`overdue since ${due}` : t`by ${due}`}
            </Badge>
          )}
          {one.verdict === 'justified' && <Badge tone="sea">{t`Justified`}</Badge>}
          {one.verdict === 'not justified' && <Badge tone="red">{t`Not justified`}</Badge>}
        </p>
        <p className={style.soft}>
          {[
            when,
            t(roleWords[one.staffRole]),
            one.premises,
            managerName !== null && t`manager: ${managerName}`,
            t(reasonWords[one.reasonKind]),
            one.reference,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <blockquote className={style.words}>
          <Words said={one.reason} />
        </blockquote>
        <p className={style.soft}>
          <Plural
            value={one.looks}
            _0="Nothing was read with it"
            one="Read once with it"
            other="Read # times with it"
          />
        </p>
        {one.verdict !== null && (
          <p className={style.words}>
            {reviewedByName}: <Words said={one.words} />
          </p>
        )}
      </div>
      {one.verdict === null && !one.mine && (
        <Button look="primary" size="small" onClick={() => setReviewing(true)}>
          {t`Review`}
          <span className="unseen">: {customerName}</span>
        </Button>
      )}
      {reviewing && (
        <Review
          one={one}
          onClose={() => setReviewing(false)}
          onReviewed={() => {
            setReviewing(false);
            onReviewed();
          }}
        />
      )}
    </li>
  );
}
