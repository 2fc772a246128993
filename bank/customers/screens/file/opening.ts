/**
 * The open file in this window: asked for once, kept while the page is there, changed in place after each
 * deed.
 */

import { useLingui } from '@lingui/react/macro';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { openFile, reveal, revealKinds } from '#bank/customers/contract.ts';
import { say } from '#design/say.tsx';
import { call, Problem } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import type { Reply } from '#platform/contract.ts';
import { isId } from './ahead.ts';

export type File = Reply<typeof openFile>;
export type Holding = File['holdings'][number];
export type Note = File['notes'][number];
export type OpenPromise = File['promises'][number];
export type Relation = File['relations'][number];
export type Look = File['lastLooks'][number];

/**
 * Signs the file out. Every asking is on record, so it happens once per visit to the page, and never by
 * itself again.
 * @param ground the visit, call or promise one came from; without it the server finds the best reason there
 * is
 */
export function useFile(customerId: string, ground: string | undefined) {
  const query = useQuery({
    queryKey: fileKey(customerId),
    queryFn: ({ signal }) => filledFor(customerId)?.reply ?? ask(customerId, ground, signal),
    initialData: () => filledFor(customerId)?.file,
    staleTime: Number.POSITIVE_INFINITY,
  });
  // Once it is on the page, and not while it is drawn, which may be begun more than once.
  useEffect(() => {
    filled = undefined;
  }, []);
  return query;
}

/** Signs the file out before its page is drawn for the first time; useFile shows what came. */
export async function fillFile(
  { customerId = '' }: Record<string, string>,
  { ground }: Record<string, unknown>,
): Promise<void> {
  const asking = { customerId, reply: ask(customerId, ground), file: undefined as File | undefined };
  filled = asking;
  const came = asking.reply.then(
    (file) => {
      asking.file = file;
    },
    () => undefined,
  );
  // A slow answer comes into a page that is there.
  await Promise.race([came, new Promise((resolve) => setTimeout(resolve, 700))]);
}

let filled: { customerId: string; reply: Promise<File>; file: File | undefined } | undefined;

const filledFor = (customerId: string) => (filled?.customerId === customerId ? filled : undefined);

const ask = (customerId: string, ground: unknown, signal?: AbortSignal) =>
  call<typeof openFile>('GET /api/customers/:customerId/file', {
    params: { customerId },
    query: isId(ground) ? { ground } : {},
    ...(signal === undefined ? {} : { signal }),
  });

/** Brings what was just written into the file that is shown, without opening it again. */
export function useAmend(customerId: string): (amend: (file: File) => Partial<File>) => void {
  return amendIn(useQueryClient(), customerId);
}

const amendIn = (queries: QueryClient, customerId: string) => (amend: (file: File) => Partial<File>) =>
  void queries.setQueryData<File>(fileKey(customerId), (file) => file && { ...file, ...amend(file) });

/** Opens it anew: somebody else has changed it meanwhile. */
export function useOpenAgain(customerId: string): () => Promise<File | undefined> {
  const queries = useQueryClient();
  return async () => {
    await queries.refetchQueries({ queryKey: fileKey(customerId) });
    return queries.getQueryData<File>(fileKey(customerId));
  };
}

export interface Revealer {
  /** Asks for a hidden text. */
  text: (kind: RevealKind, subject: string | null) => () => Promise<string>;
  /** Asks for hidden amounts, and gives the one at `place` or with that label. */
  money: (kind: RevealKind, subject: string | null, which?: number | string) => () => Promise<string>;
}

export type RevealKind = (typeof revealKinds)[number];

/** Asks for hidden values, one at a time; each is on record with its field. */
export function useRevealer(customerId: string): Revealer {
  const { t } = useLingui();
  const formats = useFormats();
  const queries = useQueryClient();
  return useMemo(() => {
    const amend = amendIn(queries, customerId);
    const ask = (kind: RevealKind, subject: string | null) =>
      call<typeof reveal>('POST /api/customers/:customerId/reveals', {
        params: { customerId },
        body: { kind, subject },
        // The hand has let go by then, and a look that nobody sees should not be on record.
        again: false,
      }).then(
        (shown) => {
          // one's own look is on record like any other, and is read where the others are
          amend(({ lastLooks }) => ({ lastLooks: [shown.look, ...lastLooks] }));
          return shown;
        },
        (problem: unknown) => {
          if (problem instanceof Problem && problem.code === 'step-up') say(t`Hold it again to see it.`);
          throw problem;
        },
      );
    return {
      text: (kind, subject) => async () => (await ask(kind, subject)).text ?? '–',
      money:
        (kind, subject, which = 0) =>
        async () => {
          const { money } = await ask(kind, subject);
          const found = typeof which === 'number' ? money[which] : money.find(({ label }) => label === which);
          return (found && formats.money(found.amount)) ?? '–';
        },
    };
  }, [customerId, formats, queries, t]);
}

const fileKey = (customerId: string) => ['file', customerId] as const;
