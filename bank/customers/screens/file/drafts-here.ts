/**
 * What was typed into this file and not sent: kept while one looks elsewhere, and asked about before a visit
 * ends.
 */
import { useDraft } from '#platform/browser/drafts.ts';

export interface NoteDraft {
  body: string;
  sensitive: boolean;
}

export interface PromiseDraft {
  body: string;
  dueOn: string;
  assignedTo: string;
}

const noNote: NoteDraft = { body: '', sensitive: false };
const noPromise: PromiseDraft = { body: '', dueOn: '', assignedTo: '' };

export const useNoteDraft = (customerId: string) => useDraft(`note ${customerId}`, noNote);
export const usePromiseDraft = (customerId: string) => useDraft(`promise ${customerId}`, noPromise);

export function useHasUnsent(customerId: string): boolean {
  const [note] = useNoteDraft(customerId);
  const [promise] = usePromiseDraft(customerId);
  return note.body.trim() !== '' || promise.body.trim() !== '';
}
