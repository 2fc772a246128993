import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { TextArea } from '#design/field.tsx';
import { Columns, Page, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import style from '../asked.module.css';
import { Words } from '../hidden-words.tsx';
import { Choose } from '../record/choose.tsx';
import { CloseIt } from './close.tsx';
import own from './investigations.module.css';
import { StateOf } from './page.tsx';
import { type Investigation, useInvestigation, useWorking } from './reading.ts';

/** One investigation: whom it is about, what was written, and how it ended. */
export default function InvestigationPage() {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const { investigationId = '' } = useParams({ strict: false });
  const { data, error, isPending, refetch } = useInvestigation(investigationId);
  const by = data?.openedByName ?? '';
  const when = data ? formats.dateTime(data.openedAt) : '';
  return (
    <Page
      title={t`An investigation`}
      heading={
        <span className={style.title}>
          {t`An investigation`} {data && <StateOf row={data} />}
        </span>
      }
      says={
        <>
          <Link to="/investigations">
            <Trans>Investigations</Trans>
          </Link>{' '}
          {data && (
            <Trans>
              Opened by {by}, {when}
            </Trans>
          )}
        </>
      }
    >
      {isPending && (
        <Panel>
          <LoadingShape rows={6} />
        </Panel>
      )}
      {error !== null && <ProblemNotice problem={told(error)} again={() => void refetch()} />}
      {data && (
        <Columns
          main={<Notes one={data} />}
          aside={
            <>
              <Customers one={data} />
              {data.state === 'open' && <Whose one={data} />}
              {data.state === 'open' && <CloseIt one={data} />}
            </>
          }
        />
      )}
    </Page>
  );
}

function Notes({ one }: { one: Investigation }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const { place } = useMe();
  const { writing } = useWorking(one.investigationId);
  const [body, setBody] = useState('');
  const write = async () => {
    if (await writing.run(body.trim())) setBody('');
  };
  return (
    <Panel title={t`Notes, sealed`} flush>
      {one.state === 'open' && (
        <form
          className={own.form}
          onSubmit={(event) => {
            event.preventDefault();
            void write();
          }}
        >
          {writing.problem !== undefined && <ProblemNotice problem={told(writing.problem)} />}
          <TextArea
            label={t`Another note`}
            maxLength={4000}
            value={body}
            onChange={({ target }) => setBody(target.value)}
          />
          <Button type="submit" busy={writing.busy} disabled={body.trim() === ''}>{t`Write it`}</Button>
        </form>
      )}
      <ul>
        {one.written.map(({ noteId, body: text, writtenByName, writtenAt }) => (
          <li key={noteId} className={own.note}>
            <p className={style.soft}>
              {writtenByName} · {formats.dateTime(writtenAt)}
            </p>
            <p>
              {place === 'open counter' ? (
                <Words said={text} />
              ) : (
                (text ?? t`It cannot be opened just now: the keys cannot be had.`)
              )}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Customers({ one }: { one: Investigation }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const { adding, confirming } = useWorking(one.investigationId);
  return (
    <Panel title={t`Customers`} aside={one.customers.length || undefined} flush>
      {one.customers.length === 0 && (
        <EmptyState title={t`Nobody added yet`}>
          <Trans>
            Whose file this is a reason to open, once a second officer agrees. Only whom it is assigned to may
            open them.
          </Trans>
        </EmptyState>
      )}
      {confirming.problem !== undefined && <ProblemNotice problem={told(confirming.problem)} />}
      <ul>
        {one.customers.map((customer) => (
          <Investigated key={customer.customerId} one={one} customer={customer} confirming={confirming} />
        ))}
      </ul>
      {one.state === 'open' && (
        <div className={own.form}>
          {adding.problem !== undefined && <ProblemNotice problem={told(adding.problem)} />}
          <Choose
            key={one.customers.length}
            of="customer"
            chosen={undefined}
            onChoose={(chosen) => chosen && void adding.run(chosen.subjectId)}
          />
        </div>
      )}
    </Panel>
  );
}

/** One customer: whether it is a reason to open the file yet, and by whose word. */
function Investigated(props: {
  one: Investigation;
  customer: Investigation['customers'][number];
  confirming: ReturnType<typeof useWorking>['confirming'];
}) {
  const { t } = useLingui();
  const formats = useFormats();
  const { one, customer, confirming } = props;
  const { customerId, fullName, restricted, confirmed, waits, addedByName, confirmedByName } = customer;
  const until = waits ? formats.dateTime(waits.until) : '';
  const isOpen = one.state === 'open';
  return (
    <li className={style.line}>
      <div>
        <p className={style.title}>
          {isOpen && one.mine && confirmed && !restricted ? (
            <Link to={`/customers/${customerId}`}>{fullName}</Link>
          ) : (
            fullName
          )}
          {restricted && <Badge>{t`Restricted: opens by two people alone`}</Badge>}
          {isOpen && !confirmed && (
            <Badge tone={waits ? 'amber' : 'red'}>
              {waits ? t`waits for a second officer until ${until}` : t`nobody has answered: add them again`}
            </Badge>
          )}
        </p>
        <p className={style.soft}>
          {[
            t`added by ${addedByName}`,
            confirmedByName !== null && t`confirmed by ${confirmedByName}`,
            customer.alone && t`by one alone: nobody else could`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {isOpen && waits?.forMe && (
          <p className={style.deeds}>
            {(['approved', 'refused'] as const).map((decision) => (
              <Button
                key={decision}
                size="small"
                {...(decision === 'approved' ? { look: 'primary' } : {})}
                busy={confirming.busy}
                onClick={() => void confirming.run({ ...asked(waits), decision })}
              >
                {decision === 'approved' ? t`Belongs into it` : t`Does not`}
                <span className="unseen">: {fullName}</span>
              </Button>
            ))}
          </p>
        )}
      </div>
    </li>
  );
}

const asked = ({ approvalId, hash }: { approvalId: string; hash: string }) => ({ approvalId, hash });

function Whose({ one }: { one: Investigation }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const { taking } = useWorking(one.investigationId);
  const { assignedName } = one;
  return (
    <Panel title={t`Assigned to`}>
      {taking.problem !== undefined && <ProblemNotice problem={told(taking.problem)} />}
      <p>{one.mine ? t`You` : assignedName}</p>
      {!one.mine && (
        <Button busy={taking.busy} onClick={() => void taking.run(undefined)}>{t`Take it over`}</Button>
      )}
    </Panel>
  );
}
