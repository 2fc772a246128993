import { useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button, buttonClass } from '#design/button.tsx';
import { TextField } from '#design/field.tsx';
import { Page, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Reply } from '#platform/contract.ts';
import type { listStaff } from '../../administering-contract.ts';
import style from './administration.module.css';
import { MemberRow } from './member-row.tsx';

export type Member = Reply<typeof listStaff>['staff'][number];

/** Administration, staff: who can sign in and how; letting out, ending sessions, new ways to sign in. */
export default function StaffPage() {
  const { t } = useLingui();
  const [words, setWords] = useState('');
  const told = useProblemWords();
  const found = useInfiniteQuery({
    queryKey: ['staff'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after, signal }) =>
      call<typeof listStaff>('GET /api/staff', { query: { ...(after && { after }) }, signal }),
    getNextPageParam: ({ next }) => next ?? undefined,
    retry: onceMore,
  });
  const all = found.data?.pages.flatMap(({ staff }) => staff) ?? [];
  const wanted = all.filter((member) => fits(`${member.fullName} ${member.userName}`, words));
  return (
    <Page
      title={t`Staff`}
      says={t`How people sign in. Who works here and in which role, two people say.`}
      actions={
        <Link className={buttonClass} data-look="primary" to="/approvals" search={{ enter: 'staff' }}>
          {t`Enter somebody`}
        </Link>
      }
    >
      <TextField
        label={t`Name or user name`}
        type="search"
        value={words}
        maxLength={80}
        onChange={(event) => setWords(event.target.value)}
      />
      <Panel flush>
        {found.isPending && <LoadingShape rows={6} />}
        {found.isError && <ProblemNotice problem={told(found.error)} again={() => void found.refetch()} />}
        {found.isSuccess && wanted.length === 0 && <EmptyState title={t`Nobody of that name`} />}
        <ul className={style.list}>
          {wanted.map((member) => (
            <MemberRow key={member.staffId} member={member} again={() => void found.refetch()} />
          ))}
        </ul>
      </Panel>
      {found.hasNextPage && (
        <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t`Show more`}
        </Button>
      )}
    </Page>
  );
}

const fits = (text: string, words: string) =>
  words
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.toLocaleLowerCase().includes(word));
