/** Who is signed in, where, and what they may do: for every screen of the workspace. */
import { createContext, useContext } from 'react';
import { preferredLocale } from '#platform/browser/preferences.ts';
import { languageFor } from '#platform/browser/words.ts';
import type { Reply } from '#platform/contract.ts';
import type { whoAmI } from '../contract.ts';

export type Me = Reply<typeof whoAmI>;

export interface SignedInHere {
  me: Me;
  /** After something changed it: the place, for one. */
  setMe: (me: Me) => void;
  lock: () => void;
  signOut: () => void;
  /** Ends this person's access at every station. */
  badgeOut: () => void;
}

export const MeContext = createContext<SignedInHere | undefined>(undefined);

export function useSignedIn(): SignedInHere {
  const here = useContext(MeContext);
  if (here === undefined) throw new Error('This screen is only for somebody who is signed in.');
  return here;
}

/** Their own language, or else the one that was chosen at this sign-in or that the browser prefers. */
export const languageOf = ({ locale }: Me): string => locale ?? languageFor(preferredLocale());

export function useMe(): Me {
  return useSignedIn().me;
}

/**
 * May the signed-in person do what a contract asks for? The server decides; this only hides what would be
 * refused.
 */
export function useMay(): (permission: string) => boolean {
  const { permissions } = useMe();
  return (permission) => permission === 'anybody' || permissions.includes(permission);
}

/** Are values hidden where this person works now? Strangers may read the screen at an open counter only. */
export function useIsMasked(): boolean {
  return useMe().place === 'open counter';
}
