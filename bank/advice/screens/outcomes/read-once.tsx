import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Panel } from '#design/page.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { onceMore } from '#platform/browser/queries.ts';

/** What is put on record when it is read: asked for once, whatever tab or window comes before it again. */
export function ReadOnce<R>(props: {
  name: string;
  read: (signal: AbortSignal) => Promise<R>;
  children: (data: R) => ReactNode;
}) {
  const told = useProblemWords();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [props.name],
    queryFn: ({ signal }) => props.read(signal),
    ...{ staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, retry: onceMore },
  });
  if (isPending)
    return (
      <Panel flush>
        <LoadingShape rows={6} kind="table" />
      </Panel>
    );
  if (data === undefined) return <ProblemNotice problem={told(error)} again={() => void refetch()} />;
  return props.children(data);
}
