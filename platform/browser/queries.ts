import { QueryClient } from '@tanstack/react-query';
import { Problem } from './api.ts';

/**
 * Asking for a customer's file is on record, so nothing asks by itself: not on focus, not on hover, not again
 * after a
 * failure, and nothing stays in memory once its page is left. Lists without a customer in them may ask more
 * freely.
 */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 0,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: false,
        networkMode: 'always',
      },
    },
  });
}

/** For lists that open no file: once more when there was no answer at all. */
export function onceMore(failures: number, problem: unknown): boolean {
  return failures < 1 && problem instanceof Problem && problem.status === 0;
}
