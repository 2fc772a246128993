/**
 * Reading the queue, one question and its people, and deciding. Each reading is on record, so none is in
 * advance.
 */
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import type { Reply } from '#platform/contract.ts';
import type * as contract from '../../detecting-contract.ts';
import type { Decision } from '../mine/answer-words.ts';

export type Question = Reply<typeof contract.readUnexplained>;
export type QuestionOnList = Reply<typeof contract.listUnexplained>['questions'][number];
export type Occasion = Reply<typeof contract.peopleAffected>['occasions'][number];

export function useQueue(state: 'open' | 'decided') {
  return useInfiniteQuery({
    queryKey: ['unexplained', state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after, signal }) =>
      call<typeof contract.listUnexplained>('GET /api/unexplained', {
        query: { state, most: 20, ...(after && { after }) },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useQuestion(questionId: string) {
  return useQuery({
    queryKey: ['unexplained question', questionId],
    queryFn: ({ signal }) =>
      call<typeof contract.readUnexplained>('GET /api/unexplained/:questionId', {
        params: { questionId },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function usePeople(questionId: string) {
  return useInfiniteQuery({
    queryKey: ['people affected', questionId],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after, signal }) =>
      call<typeof contract.peopleAffected>('GET /api/unexplained/:questionId/people', {
        params: { questionId },
        query: { most: 25, ...(after && { after }) },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useDeciding({ questionId, version }: Question) {
  const queries = useQueryClient();
  return useAction(async (body: { decision: Decision; words: string }) => {
    const reply = await call<typeof contract.decideUnexplained>(
      'POST /api/unexplained/:questionId/decisions',
      {
        params: { questionId },
        version,
        body,
      },
    );
    // Sent on to compliance it can be read here no more: the list says what is left.
    await queries.invalidateQueries({ queryKey: ['unexplained'] });
    if (body.decision !== 'to compliance') {
      await queries.invalidateQueries({ queryKey: ['unexplained question', questionId] });
    }
    return reply;
  });
}
