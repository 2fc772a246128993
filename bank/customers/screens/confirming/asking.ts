/** Asking for a confirmation, and how it stands; with the answer the file that is shown gets its new line. */
import { useQuery } from '@tanstack/react-query';
import { useMe } from '#bank/staff/screens/me.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type {
  answerBeside,
  askConfirmation,
  confirmationState,
  waysToShow,
} from '../../confirming-contract.ts';
import { type File, useAmend } from '../file/opening.ts';

export type Asking = Body<typeof askConfirmation>;
export type Asked = Asking & Reply<typeof askConfirmation>;
export type State = Reply<typeof confirmationState>['state'];

export function useWays(customerId: string) {
  return useQuery({
    queryKey: ['ways to show', customerId],
    queryFn: ({ signal }) =>
      call<typeof waysToShow>('GET /api/customers/:customerId/ways-to-show', {
        params: { customerId },
        signal,
      }),
  });
}

/**
 * The value comes once. When its answer got lost and this was tried again, what was asked has no value to be
 * read on the turned screen: it is asked anew, which takes the place of the first.
 */
export function useAsk(customerId: string) {
  const ask = (body: Asking, key: string) =>
    call<typeof askConfirmation>('POST /api/customers/:customerId/confirmations', {
      ...{ params: { customerId }, body, key },
    });
  return useAction(async (body: Asking, key): Promise<Asked> => {
    const asked = await ask(body, key);
    const isLost = body.way === 'own screen' && asked.text === null && asked.amount === null;
    return { ...body, ...(isLost ? await ask(body, crypto.randomUUID()) : asked) };
  });
}

export function useBeside(customerId: string, { confirmationId }: Asked) {
  return useAction(async (answer: Body<typeof answerBeside>['answer']) => {
    const route = 'POST /api/customers/:customerId/confirmations/:confirmationId/answers';
    await call<typeof answerBeside>(route, { params: { customerId, confirmationId }, body: { answer } });
    return answer;
  });
}

/** Asks every second and a half how it stands, until it is over. */
export function useStanding(confirmationId: string) {
  return useQuery({
    queryKey: ['confirmation', confirmationId],
    queryFn: ({ signal }) =>
      call<typeof confirmationState>('GET /api/confirmations/:confirmationId', {
        params: { confirmationId },
        signal,
      }),
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'asked' ? false : 1_500),
  });
}

/** Brings the answer into the file that is open, without opening it again. */
export function useKeep(customerId: string) {
  const amend = useAmend(customerId);
  const { fullName, place } = useMe();
  return (asked: Asked, state: State) => {
    if (state !== 'right' && state !== 'not right' && state !== 'typed') return;
    const now = new Date().toISOString();
    const kept: File['confirmations'][number] = {
      ...{ confirmationId: asked.confirmationId, field: asked.field, shownOn: asked.way, state },
      terms: place === 'open counter' ? null : asked.words,
      termsHidden: place === 'open counter' && asked.words !== null,
      ...{ askedByName: fullName, askedAt: now, answeredAt: now, settledAt: null, version: 2 },
    };
    amend(({ confirmations }) => ({
      confirmations: [kept, ...confirmations.filter((one) => one.confirmationId !== kept.confirmationId)],
    }));
  };
}
