import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { covers, endCover } from '../../covering-contract.ts';
import style from './covers.module.css';
import { MakeCover } from './make-cover.tsx';

type Cover = Reply<typeof covers>['covers'][number];

/** Who covers for whom, until when. */
export function Covers() {
  const { t } = useLingui();
  const told = useProblemWords();
  const [making, setMaking] = useState(false);
  const query = useQuery({
    queryKey: ['portfolio covers'],
    queryFn: ({ signal }) => call<typeof covers>('GET /api/portfolio-covers', { signal }),
  });
  const ending = useAction((coverId: string) =>
    call<typeof endCover>('POST /api/portfolio-covers/:coverId/end', { params: { coverId } }).then(
      () => true,
    ),
  );
  const end = async (cover: Cover) => {
    if (await ending.run(cover.coverId)) void query.refetch();
  };
  const all = query.data?.covers ?? [];
  return (
    <Panel
      title={t`Cover`}
      aside={<Button size="small" onClick={() => setMaking(true)}>{t`Arrange cover`}</Button>}
      flush
    >
      {query.isPending && <LoadingShape rows={2} />}
      {query.isError && <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />}
      {ending.problem !== undefined && <ProblemNotice problem={told(ending.problem)} />}
      {query.isSuccess && all.length === 0 && (
        <EmptyState title={t`Nobody covers for anybody`}>
          <Trans>Before a holiday, pass your portfolio on; it comes back by itself.</Trans>
        </EmptyState>
      )}
      <ul>
        {all.map((cover) => (
          <CoverLine key={cover.coverId} cover={cover} busy={ending.busy} onEnd={() => void end(cover)} />
        ))}
      </ul>
      {making && (
        <MakeCover
          onClose={() => setMaking(false)}
          onMade={() => {
            setMaking(false);
            void query.refetch();
          }}
        />
      )}
    </Panel>
  );
}

function CoverLine({ cover, busy, onEnd }: { cover: Cover; busy: boolean; onEnd: () => void }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { fromName, toName, madeByName } = cover;
  const from = formats.date(cover.fromDate);
  const to = formats.date(cover.toDate);
  return (
    <li className={style.cover}>
      <p>
        <Trans>
          {toName} covers for {fromName}
        </Trans>{' '}
        {cover.stands && <Badge tone="sea">{t`now`}</Badge>}
      </p>
      <p className={style.soft}>
        <Trans>
          {from} to {to}, arranged by {madeByName}
        </Trans>
      </p>
      <Button size="small" look="quiet" busy={busy} onClick={onEnd}>
        {t`End it`}
        <span className="unseen">
          : {toName}, {fromName}
        </span>
      </Button>
    </li>
  );
}
