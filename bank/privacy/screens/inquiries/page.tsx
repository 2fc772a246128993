import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Badge } from '#design/badge.tsx';
import { Page, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { Tabs } from '#design/tabs.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import style from '../asked.module.css';
import { type Listed, useInquiries } from './reading.ts';

/** Privacy office: what customers ask about looks at their information, what is due first. */
export default function Inquiries() {
  const { t } = useLingui();
  const [part, setPart] = useState<'open' | 'closed'>('open');
  return (
    <Page
      title={t`Inquiries`}
      says={t`Questions of customers about who looked at their information. Each has its day by law.`}
    >
      <Tabs
        label={t`Inquiries`}
        chosen={part}
        onChoose={setPart}
        tabs={[
          { value: 'open', says: t`To answer` },
          { value: 'closed', says: t`Closed lately` },
        ]}
      >
        <Queue key={part} closed={part === 'closed'} />
      </Tabs>
    </Page>
  );
}

function Queue({ closed }: { closed: boolean }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const { data, error, isPending, refetch } = useInquiries(closed);
  if (isPending) {
    return (
      <Panel flush>
        <LoadingShape rows={4} />
      </Panel>
    );
  }
  if (data === undefined) return <ProblemNotice problem={told(error)} again={() => void refetch()} />;
  return (
    <Panel flush>
      {data.inquiries.length === 0 && (
        <EmptyState title={closed ? t`Nothing was closed lately` : t`Nobody waits for an answer`}>
          {!closed && <Trans>What a customer asks in the portal comes up here at once.</Trans>}
        </EmptyState>
      )}
      <ul>
        {data.inquiries.map((one) => (
          <Line key={one.inquiryId} one={one} />
        ))}
      </ul>
    </Panel>
  );
}

function Line({ one }: { one: Listed }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { customerName, customerId, inquiryId } = one;
  const looked = formats.dateTime(one.at);
  const asked = formats.dateTime(one.askedAt);
  const closed = one.closedAt && formats.dateTime(one.closedAt);
  const by = one.answeredByName;
  return (
    <li className={style.line}>
      <div>
        <p className={style.title}>
          {one.state === 'open' && !one.involved ? (
            <Link to="/privacy-office/inquiries/$customerId/$inquiryId" params={{ customerId, inquiryId }}>
              {customerName}
            </Link>
          ) : (
            <span>{customerName}</span>
          )}
          <Stand one={one} />
        </p>
        <p className={style.soft}>
          {[
            {
              'access record': t`About a look of ${looked}`,
              'batch run': t`About a program’s use of ${looked}`,
              search: t`About a card that was shown ${looked}`,
            }[one.kind],
            t`asked ${asked}`,
            one.state === 'answered' && t`answered ${closed} by ${by}`,
            one.state === 'withdrawn' && t`withdrawn by the customer ${closed}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {one.involved && one.state === 'open' && (
          <p>
            <Trans>It is about a look of your own, or you are close to them. A colleague answers.</Trans>
          </p>
        )}
      </div>
    </li>
  );
}

export function Stand({ one }: { one: Pick<Listed, 'state' | 'overdue' | 'dueOn'> }) {
  const { t } = useLingui();
  const formats = useFormats();
  const due = formats.date(one.dueOn);
  if (one.state === 'open')
    return (
      <Badge tone={one.overdue ? 'red' : 'amber'}>
        {one.overdue ? t`overdue since ${due}` : t`by ${due}`}
      </Badge>
    );
  if (one.state === 'withdrawn') return <Badge>{t`withdrawn`}</Badge>;
  return one.overdue ? (
    <Badge tone="red">{t`answered late`}</Badge>
  ) : (
    <Badge tone="sea">{t`answered in time`}</Badge>
  );
}
