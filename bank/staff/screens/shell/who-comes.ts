/** Who is there? Asked once when the page is loaded, and again by whoever signs in. */
import type { ComponentType } from 'react';
import { call, Problem } from '#platform/browser/api.ts';
import { draftsBelongTo } from '#platform/browser/drafts.ts';
import { speak } from '#platform/browser/words.ts';
import type { whoAmI } from '../../contract.ts';
import { languageOf, type Me } from '../me.tsx';
import { insideOf, type Workspace } from './loading.ts';

export type State =
  | { at: 'asking' }
  | { at: 'failed'; problem: unknown }
  | { at: 'nobody'; ended: boolean }
  | { at: 'locked'; me: Me }
  | { at: 'in'; me: Me; Inside: ComponentType<Workspace> };

/** Never rejects. Of somebody who is in, the page that the address names is ready to be drawn with it. */
export async function whoComes(workspace: Workspace): Promise<State> {
  try {
    return await comingIn(await call<typeof whoAmI>('GET /api/me'), workspace);
  } catch (problem) {
    const nobody = problem instanceof Problem && problem.status === 401;
    return nobody ? { at: 'nobody', ended: false } : { at: 'failed', problem };
  }
}

export async function comingIn(me: Me, workspace: Workspace): Promise<State> {
  draftsBelongTo(me.staffId);
  const [inside] = await Promise.all([insideOf(), speak(languageOf(me), 'first')]);
  if (me.locked) return { at: 'locked', me };
  await inside.ready(workspace);
  return { at: 'in', me, Inside: inside.Inside };
}
