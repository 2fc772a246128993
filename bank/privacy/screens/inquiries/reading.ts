/** Reading the queue and one question, each on record, so none in advance; and answering. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type * as contract from '../../inquiring-contract.ts';

export type Listed = Reply<typeof contract.inquiries>['inquiries'][number];
export type Inquiry = Reply<typeof contract.readInquiry>;

export function useInquiries(closed: boolean) {
  return useQuery({
    queryKey: ['inquiries', closed],
    queryFn: ({ signal }) =>
      call<typeof contract.inquiries>('GET /api/inquiries', { query: { closed }, signal }),
  });
}

export function useInquiry(customerId: string, inquiryId: string) {
  return useQuery({
    queryKey: ['inquiry', inquiryId],
    queryFn: ({ signal }) =>
      call<typeof contract.readInquiry>('GET /api/customers/:customerId/inquiries/:inquiryId', {
        params: { customerId, inquiryId },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

export function useAnswering(customerId: string, { inquiryId, version }: Inquiry) {
  const queries = useQueryClient();
  return useAction(async (body: Body<typeof contract.answerInquiry>) => {
    const reply = await call<typeof contract.answerInquiry>(
      'POST /api/customers/:customerId/inquiries/:inquiryId/answer',
      { params: { customerId, inquiryId }, version, body },
    );
    if (reply.sent) {
      void queries.invalidateQueries({ queryKey: ['inquiries'] });
      void queries.invalidateQueries({ queryKey: ['notices'] });
    }
    return reply;
  });
}
