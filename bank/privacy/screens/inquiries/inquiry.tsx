import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Columns, Page, Panel } from '#design/page.tsx';
import { LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { Problem } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { nothingElse } from '../approvals/approvals.ts';
import { AskApproval } from '../approvals/ask.tsx';
import style from '../asked.module.css';
import { Words } from '../hidden-words.tsx';
import { useEntryWords } from '../looks/words.ts';
import { Answer } from './answer.tsx';
import { Stand } from './page.tsx';
import { type Inquiry, useInquiry } from './reading.ts';

/** One question: what was asked, the very look with whose it was, and the answer. */
export default function InquiryPage() {
  const { t } = useLingui();
  const told = useProblemWords();
  const { customerId = '', inquiryId = '' } = useParams({ strict: false });
  const { data, error, isPending, refetch } = useInquiry(customerId, inquiryId);
  const isRestricted = error instanceof Problem && error.code === 'restricted';
  return (
    <Page
      title={t`An inquiry`}
      heading={
        <span className={style.title}>
          {data?.customerName ?? t`An inquiry`} {data && <Stand one={{ ...data, state: 'open' }} />}
        </span>
      }
      says={
        <Link to="/privacy-office/inquiries">
          <Trans>Inquiries</Trans>
        </Link>
      }
    >
      {isPending && (
        <Panel>
          <LoadingShape rows={6} />
        </Panel>
      )}
      {isRestricted && <Restricted customerId={customerId} />}
      {error !== null && !isRestricted && (
        <ProblemNotice problem={told(error)} again={() => void refetch()} />
      )}
      {data && (
        <Columns
          main={
            <>
              <Asked inquiry={data} />
              <Answer customerId={customerId} inquiry={data} />
            </>
          }
          aside={<Records inquiry={data} />}
        />
      )}
    </Page>
  );
}

/** The file of somebody who is kept closer: two people open it, also to answer. */
function Restricted({ customerId }: { customerId: string }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  return (
    <Panel>
      <Notice tone="amber">
        <p>
          <Trans>
            This file is restricted: a second person opens it together with you, also for an answer.
          </Trans>
        </p>
        <Button onClick={() => setAsking(true)}>{t`Ask for approval`}</Button>
      </Notice>
      {asking && (
        <AskApproval
          title={t`Open a restricted file`}
          what={{ ...nothingElse, action: 'restricted file', customerId }}
          onClose={() => setAsking(false)}
          onAsked={() => void navigate({ to: '/approvals' })}
        />
      )}
    </Panel>
  );
}

function Asked({ inquiry }: { inquiry: Inquiry }) {
  const { t, i18n } = useLingui();
  const { place } = useMe();
  const formats = useFormats();
  const asked = formats.dateTime(inquiry.askedAt);
  const language = new Intl.DisplayNames(i18n.locale, { type: 'language' }).of(inquiry.language);
  return (
    <Panel title={t`What was asked`}>
      <p className={style.soft}>
        {asked} · {t`answer in: ${language}`}
      </p>
      <blockquote className={style.words}>
        {place === 'open counter' ? (
          <Words said={inquiry.question} />
        ) : (
          (inquiry.question ?? t`Sealed, and its key is out of reach just now. Try again later.`)
        )}
      </blockquote>
    </Panel>
  );
}

/** In the words that the customer is shown, with the name that she is not. */
function Records({ inquiry }: { inquiry: Inquiry }) {
  const { t } = useLingui();
  const formats = useFormats();
  const words = useEntryWords();
  return (
    <Panel title={t`What was done`}>
      <ul>
        {inquiry.records.map((record) => {
          const { action, role, topic, groundKind, place, fields } = record;
          const looked = { action, role, purpose: topic, ground_kind: groundKind, place, fields };
          const shown = { 'batch run': { task: action }, search: { surface: 'find', role, place } };
          const kind = groundKind as keyof typeof shown;
          const said = words({ shown: JSON.stringify(shown[kind] ?? looked), premises: record.premises });
          return (
            <li key={record.recordId} className={style.record}>
              <p className={style.title}>
                {said.title}
                {record.askedAbout && <Badge tone="amber">{t`asked about`}</Badge>}
              </p>
              <p className={style.soft}>
                {[formats.dateTime(record.at), record.staffName, said.where].filter(Boolean).join(' · ')}
              </p>
              {said.fields && <p className={style.soft}>{said.fields}</p>}
              {said.why && (
                <p className={style.soft}>
                  {said.why}
                  {!record.proven && ` · ${t`nothing proves it`}`}
                </p>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
