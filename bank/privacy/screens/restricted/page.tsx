import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Page, Panel, Toolbar } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Reply } from '#platform/contract.ts';
import type { restrictedFiles } from '../../restricting-contract.ts';
import { nothingElse } from '../approvals/approvals.ts';
import { AskApproval } from '../approvals/ask.tsx';
import style from '../asked.module.css';
import { Words } from '../hidden-words.tsx';
import { restrictionWords } from './reason-words.ts';
import RestrictFile from './restrict.tsx';

type File = Reply<typeof restrictedFiles>['files'][number];

/** Files that take two people, and why; each look at the list is on record. */
export default function RestrictedFiles() {
  const { t } = useLingui();
  const told = useProblemWords();
  const may = useMay();
  const navigate = useNavigate();
  const [restricting, setRestricting] = useState(false);
  const [releasing, setReleasing] = useState<File>();
  const query = useRestricted();
  const files = query.data?.pages.flatMap((page) => page.files) ?? [];
  return (
    <Page
      title={t`Restricted files`}
      says={
        <Trans>
          Colleagues, prominent persons, people in danger: two open such a file together. That you look here
          is on record.
        </Trans>
      }
      actions={
        may('restriction.ask') && (
          <Button look="primary" onClick={() => setRestricting(true)}>{t`Restrict a file`}</Button>
        )
      }
    >
      {query.isError && <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />}
      <Panel flush>
        {query.isPending && <LoadingShape rows={4} />}
        {query.isSuccess && files.length === 0 && (
          <EmptyState title={t`No file is restricted`}>
            <Trans>
              Those of colleagues come up here by themselves, when their account names the customer.
            </Trans>
          </EmptyState>
        )}
        <ul>
          {files.map((file) => (
            <RestrictedLine key={file.customerId} file={file} onRelease={() => setReleasing(file)} />
          ))}
        </ul>
        {query.hasNextPage && (
          <Toolbar>
            <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t`Show more`}
            </Button>
          </Toolbar>
        )}
      </Panel>
      {restricting && (
        <RestrictFile
          onClose={() => setRestricting(false)}
          onRestricted={() => {
            setRestricting(false);
            void query.refetch();
          }}
        />
      )}
      {releasing && (
        <AskApproval
          title={t`Open it to everybody with a reason`}
          what={{ ...nothingElse, action: 'file release', customerId: releasing.customerId }}
          onClose={() => setReleasing(undefined)}
          onAsked={() => void navigate({ to: '/approvals' })}
        >
          <p>{releasing.fullName}</p>
        </AskApproval>
      )}
    </Page>
  );
}

function RestrictedLine({ file, onRelease }: { file: File; onRelease: () => void }) {
  const { t } = useLingui();
  const formats = useFormats();
  const may = useMay();
  const { fullName, premises, reason, madeByName, madeAt, confirmedByName, confirmedAt, waitsUntil } = file;
  const said = madeAt !== null;
  const until = waitsUntil && formats.dateTime(waitsUntil);
  const since = madeAt && formats.dateTime(madeAt);
  const mayRelease = may('restriction.ask') && !file.ownPeople && (said || file.atSource || !file.worksHere);
  return (
    <li className={style.line}>
      <div>
        <p className={style.title}>
          <span>{fullName}</span>
          {file.worksHere && <Badge>{t`works here`}</Badge>}
          {file.atSource && <Badge>{t`the source says so`}</Badge>}
          {reason !== null && <Badge>{t(restrictionWords[reason])}</Badge>}
          {file.origin === 'source' && <Badge tone="amber">{t`its source says so no more`}</Badge>}
          {file.origin === 'people' && confirmedAt === null && (
            <Badge tone={until === null ? 'red' : 'amber'}>
              {until === null ? t`nobody has confirmed it` : t`to be confirmed until ${until}`}
            </Badge>
          )}
        </p>
        <p className={style.soft}>
          {[
            premises,
            file.origin === 'people' && t`by ${madeByName ?? ''}, ${since ?? ''}`,
            said && file.origin !== 'people' && t`since ${since ?? ''}`,
            confirmedAt !== null && t`confirmed by ${confirmedByName ?? ''}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {(file.words !== null || file.wordsHidden) && (
          <blockquote className={style.words}>
            <Words said={file.words} />
          </blockquote>
        )}
      </div>
      {mayRelease && (
        <Button size="small" onClick={onRelease}>
          {t`Release …`}
          <span className="unseen">: {fullName}</span>
        </Button>
      )}
    </li>
  );
}

function useRestricted() {
  return useInfiniteQuery({
    queryKey: ['restricted files'],
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: onceMore,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after, signal }) =>
      call<typeof restrictedFiles>('GET /api/restricted-files', {
        query: { most: 25, ...(after === undefined ? {} : { after }) },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}
