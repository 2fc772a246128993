/** Products and their terms, asked of the server; and what is done with them. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type {
  askTerms,
  leaveTerms,
  listProducts,
  putTermsInForce,
  readProduct,
} from '../../terms-contract.ts';

export type Listed = Reply<typeof listProducts>['products'][number];
export type Product = Reply<typeof readProduct>;
export type Version = Product['versions'][number];
export type Change = NonNullable<Product['change']>;
export type Terms = Product['terms'];
export type Asked = Body<typeof askTerms>;
export type Kind = Asked['kind'];

export function useProducts() {
  return useQuery({
    queryKey: ['products'],
    queryFn: ({ signal }) => call<typeof listProducts>('GET /api/products', { signal }),
    retry: onceMore,
  });
}

export function useProduct(code: string) {
  return useQuery({
    queryKey: ['products', code],
    queryFn: ({ signal }) =>
      call<typeof readProduct>('GET /api/products/:product', { params: { product: code }, signal }),
    // somebody else decides meanwhile
    refetchInterval: ({ state }) => (state.data?.change ? 5_000 : false),
    retry: onceMore,
  });
}

export function useAskingTerms(code: string) {
  const again = useAskAgain();
  return useAction(async (body: Asked, key) => {
    const reply = await call<typeof askTerms>('POST /api/products/:product/changes', {
      ...{ params: { product: code }, body, key },
    });
    await again();
    return reply;
  });
}

export function useLeaving(changeId: string) {
  const again = useAskAgain();
  return useAction(async (_: null) => {
    const body = { becomes: 'left' as const };
    await call<typeof leaveTerms>('POST /api/product-changes/:changeId/state', {
      params: { changeId },
      body,
    });
    await again();
    return true;
  });
}

export function useEffectingTerms(changeId: string) {
  const again = useAskAgain();
  return useAction(async (_: null) => {
    const reply = await call<typeof putTermsInForce>('POST /api/product-changes/:changeId/effect', {
      params: { changeId },
    });
    await again();
    return reply;
  });
}

function useAskAgain() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['products'] });
}
