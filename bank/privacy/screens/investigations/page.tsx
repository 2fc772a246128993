import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { TextArea } from '#design/field.tsx';
import { Page, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import style from '../asked.module.css';
import own from './investigations.module.css';
import { type InvestigationOnList, useInvestigations, useOpening } from './reading.ts';

/** Compliance: inquiries into suspicious activity, which nobody else knows of. */
export default function InvestigationsPage() {
  const { t } = useLingui();
  const told = useProblemWords();
  const query = useInvestigations();
  const [opening, setOpening] = useState(false);
  const rows = query.data?.pages.flatMap((page) => page.investigations) ?? [];
  return (
    <Page
      title={t`Investigations`}
      says={t`Inquiries into suspicious activity. Nobody but compliance learns that there is one.`}
      actions={<Button look="primary" onClick={() => setOpening(true)}>{t`Open an investigation`}</Button>}
    >
      <div className={own.stack}>
        <Notice tone="amber">
          <Trans>
            Say nothing of these to anybody, the customer least of all. Looks at files on this ground are in
            the sealed record, and are kept back from every list but this one.
          </Trans>
        </Notice>
        <Panel flush>
          {query.isPending && <LoadingShape rows={4} />}
          {query.error !== null && (
            <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />
          )}
          {query.data !== undefined && rows.length === 0 && (
            <EmptyState title={t`There is no investigation`}>
              <Trans>Open one when something has come to your notice; add the customers afterwards.</Trans>
            </EmptyState>
          )}
          <ul>
            {rows.map((row) => (
              <Line key={row.investigationId} row={row} />
            ))}
          </ul>
          {query.hasNextPage && (
            <Button
              busy={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >{t`Show more`}</Button>
          )}
        </Panel>
      </div>
      {opening && <OpenOne onClose={() => setOpening(false)} />}
    </Page>
  );
}

function Line({ row }: { row: InvestigationOnList }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { assignedName, customers, notes } = row;
  return (
    <li className={style.line}>
      <div>
        <p className={style.title}>
          <Link to={`/investigations/${row.investigationId}`}>
            {customers.map(({ fullName }) => fullName).join(', ') || t`Nobody added yet`}
          </Link>
          <StateOf row={row} />
        </p>
        <p className={style.soft}>
          {[
            formats.dateTime(row.openedAt),
            row.mine ? t`assigned to you` : t`assigned to ${assignedName}`,
          ].join(' · ')}{' '}
          · <Plural value={notes} one="# note" other="# notes" />
        </p>
      </div>
    </li>
  );
}

export function StateOf({ row }: { row: Pick<InvestigationOnList, 'state' | 'outcome' | 'released'> }) {
  const { t } = useLingui();
  if (row.state === 'open') return <Badge tone="amber">{t`Open`}</Badge>;
  if (row.outcome === 'reported') return <Badge tone="red">{t`Reported`}</Badge>;
  return <Badge>{row.released ? t`Nothing found, released` : t`Nothing found`}</Badge>;
}

function OpenOne({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const navigate = useNavigate();
  const form = useId();
  const opening = useOpening();
  const [note, setNote] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const made = await opening.run(note.trim());
    if (made) await navigate({ to: `/investigations/${made.investigationId}` });
  };
  return (
    <Dialog
      title={t`Open an investigation`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button
            look="primary"
            type="submit"
            form={form}
            busy={opening.busy}
            disabled={note.trim().length < 10}
          >
            {t`Open it`}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)}>
        {opening.problem !== undefined && <ProblemNotice problem={told(opening.problem)} />}
        <TextArea
          label={t`What has come to your notice`}
          hint={t`It is sealed. Add the customers on the next page.`}
          required
          minLength={10}
          maxLength={4000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
