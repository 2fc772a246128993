import { useQuery } from '@tanstack/react-query';
import { call } from '#platform/browser/api.ts';
import type { readSettings } from '../../settings-contract.ts';

/** The settings of advice, and whether this is a demonstration. */
export function useSettingsNow() {
  return useQuery({
    queryKey: ['settings of advice'],
    queryFn: ({ signal }) => call<typeof readSettings>('GET /api/advice/settings', { signal }),
    refetchOnWindowFocus: false,
  });
}
