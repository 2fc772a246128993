import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { TextField } from '#design/field.tsx';
import { Page, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { type Column, Table } from '#design/table.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { useOpeningWords } from './opening-words.ts';
import { EnterPremises } from './particulars.tsx';
import { type Listed, usePremisesList } from './reading.ts';
import { kindWords } from './words.ts';

/** Administration, branches: where the bank is, and when it is open there. */
export default function PremisesPage() {
  const { t } = useLingui();
  const may = useMay();
  const told = useProblemWords();
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const [entering, setEntering] = useState(false);
  const found = usePremisesList();
  const all = found.data?.pages.flatMap(({ premises }) => premises) ?? [];
  const wanted = all.filter(({ name, code }) => fits(`${name} ${code}`, words));
  return (
    <Page
      title={t`Branches`}
      says={
        <Trans>
          Branches, offices and cash machines: their hours in their own time zone, and who may read along
          where.
        </Trans>
      }
      actions={
        may('premises.set') && (
          <Button look="primary" onClick={() => setEntering(true)}>{t`Enter a branch`}</Button>
        )
      }
    >
      {all.length > 0 && (
        <TextField
          label={t`Name or code`}
          type="search"
          value={words}
          maxLength={80}
          onChange={(event) => setWords(event.target.value)}
        />
      )}
      <Panel flush>
        {found.isPending && <LoadingShape rows={6} kind="table" />}
        {found.isError && <ProblemNotice problem={told(found.error)} again={() => void found.refetch()} />}
        {found.isSuccess && all.length === 0 && <NoneYet mayEnter={may('premises.set')} />}
        {all.length > 0 && wanted.length === 0 && <EmptyState title={t`None of that name`} />}
        {wanted.length > 0 && (
          <Table
            caption={t`Branches`}
            columns={useColumns()}
            rows={wanted}
            keyOf={({ premisesId }) => premisesId}
          />
        )}
      </Panel>
      {found.hasNextPage && (
        <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t`Show more`}
        </Button>
      )}
      {entering && (
        <EnterPremises
          onEntered={(premisesId) => void navigate({ to: '/premises/$premisesId', params: { premisesId } })}
          onClose={() => setEntering(false)}
        />
      )}
    </Page>
  );
}

function NoneYet({ mayEnter }: { mayEnter: boolean }) {
  const { t } = useLingui();
  return (
    <EmptyState title={t`No branch is entered yet`}>
      {mayEnter && (
        <Trans>
          Enter the first one, or import them with a feed. Then register its work stations, so that people can
          work there.
        </Trans>
      )}
    </EmptyState>
  );
}

function useColumns(): Column<Listed>[] {
  const { t } = useLingui();
  const formats = useFormats();
  const openingWords = useOpeningWords();
  return [
    {
      title: t`Name`,
      cell: ({ premisesId, name }) => (
        <Link to="/premises/$premisesId" params={{ premisesId }}>
          {name}
        </Link>
      ),
    },
    { title: t`Code`, cell: ({ code }) => code },
    { title: t`What it is`, cell: ({ kind }) => t(kindWords[kind]) },
    {
      title: t`Now`,
      cell: ({ opening, timeZone, endedOn }) => {
        const ends = endedOn === null ? null : formats.date(endedOn);
        if (opening.state === 'ended') return <Badge>{t`Closed for good since ${ends}`}</Badge>;
        return (
          <>
            {openingWords(opening, timeZone)}{' '}
            {ends !== null && <Badge tone="amber">{t`closes for good on ${ends}`}</Badge>}
          </>
        );
      },
    },
    { title: t`Time zone`, cell: ({ timeZone }) => timeZone },
    {
      title: t`Work stations`,
      figures: true,
      cell: ({ kind, stations }) => (kind === 'atm' ? '–' : formats.number(stations)),
    },
  ];
}

const fits = (text: string, words: string) =>
  words
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.toLocaleLowerCase().includes(word));
