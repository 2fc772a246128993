/** Tables, versions and drafts, asked of the server; and what is done with them. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type {
  beginDraft,
  listRules,
  proposeDraft,
  putInForce,
  readDraft,
  readRules,
  readVersion,
  saveDraft,
  setAsideDraft,
} from '../contract.ts';
import type { askSimulation, listSimulations, openExample } from '../simulating-contract.ts';

export type Listed = Reply<typeof listRules>['tables'][number];
export type LastRun = NonNullable<Reply<typeof listRules>['lastRun']>;
export type Rules = Reply<typeof readRules>;
export type VersionCard = Rules['versions'][number];
export type Draft = Reply<typeof readDraft>;
export type Column = Draft['facts'][number];
export type Written = Body<typeof saveDraft>;
export type Checked = Pick<Draft, 'problems' | 'results'>;

export function useRulesList() {
  return useQuery({
    queryKey: ['rules'],
    queryFn: ({ signal }) => call<typeof listRules>('GET /api/rules', { signal }),
    retry: onceMore,
  });
}

export function useRules(tableName: string) {
  return useQuery({
    queryKey: ['rules', tableName],
    queryFn: ({ signal }) =>
      call<typeof readRules>('GET /api/rules/:table', { params: { table: tableName }, signal }),
    retry: onceMore,
  });
}

export function useVersion(tableName: string, version: number) {
  return useQuery({
    queryKey: ['rules', tableName, version],
    queryFn: ({ signal }) =>
      call<typeof readVersion>('GET /api/rules/:table/versions/:version', {
        params: { table: tableName, version: String(version) } as never,
        signal,
      }),
    retry: onceMore,
  });
}

export function useDraft(draftId: string) {
  return useQuery({
    queryKey: ['rule draft', draftId],
    queryFn: ({ signal }) =>
      call<typeof readDraft>('GET /api/rule-drafts/:draftId', { params: { draftId }, signal }),
    // somebody else decides meanwhile
    refetchInterval: ({ state }) => (state.data?.state === 'proposed' ? 5_000 : false),
    // whoever comes back begins with what is kept now
    gcTime: 0,
    retry: onceMore,
  });
}

export type Simulation = Reply<typeof listSimulations>['simulations'][number];
const underWay = (one: Simulation | undefined) => one?.state === 'waiting' || one?.state === 'running';

/** The newest first; asked for again while one is under way. `version`: of the draft that they may be of. */
export function useSimulations(draftId: string, version: number) {
  return useQuery({
    queryKey: ['rule draft', draftId, 'simulations', version],
    queryFn: ({ signal }) =>
      call<typeof listSimulations>('GET /api/rule-drafts/:draftId/simulations', {
        params: { draftId },
        signal,
      }),
    refetchInterval: ({ state }) => (underWay(state.data?.simulations[0]) ? 700 : false),
    placeholderData: (before) => before,
    retry: onceMore,
  });
}

export function useSimulating(draftId: string) {
  const again = useAskAgain();
  return useAction(async (body: Body<typeof askSimulation>, key) => {
    const reply = await call<typeof askSimulation>('POST /api/rule-drafts/:draftId/simulations', {
      ...{ params: { draftId }, body, key },
    });
    await again();
    return reply;
  });
}

export function useOpeningExample(simulationId: string) {
  return useAction((number: number) =>
    call<typeof openExample>('POST /api/rule-simulations/:simulationId/examples/:number/openings', {
      params: { simulationId, number: String(number) } as never,
    }),
  );
}

export function useBeginning(tableName: string) {
  const again = useAskAgain();
  return useAction(async (restores: number | null, key) => {
    const body = { restores };
    const reply = await call<typeof beginDraft>('POST /api/rules/:table/drafts', {
      ...{ params: { table: tableName }, body, key },
    });
    await again();
    return reply;
  });
}

export const save = (draftId: string, version: number, body: Written) =>
  call<typeof saveDraft>('PUT /api/rule-drafts/:draftId', { params: { draftId }, version, body });

export function useProposing(draftId: string) {
  const again = useAskAgain();
  return useAction(async ({ version, ...body }: Body<typeof proposeDraft> & { version: number }, key) => {
    const reply = await call<typeof proposeDraft>('POST /api/rule-drafts/:draftId/proposals', {
      ...{ params: { draftId }, version, body, key },
    });
    await again();
    return reply;
  });
}

export function useSettingAside(draftId: string) {
  const again = useAskAgain();
  return useAction(async (becomes: Body<typeof setAsideDraft>['becomes']) => {
    const body = { becomes };
    await call<typeof setAsideDraft>('POST /api/rule-drafts/:draftId/state', { params: { draftId }, body });
    await again();
    return becomes;
  });
}

export function useEffecting(draftId: string) {
  const again = useAskAgain();
  return useAction(async (_: null) => {
    const reply = await call<typeof putInForce>('POST /api/rule-drafts/:draftId/effect', {
      params: { draftId },
    });
    await again();
    return reply;
  });
}

function useAskAgain() {
  const queries = useQueryClient();
  return () =>
    Promise.all(['rules', 'rule draft'].map((name) => queries.invalidateQueries({ queryKey: [name] })));
}
