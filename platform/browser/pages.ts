/** What a module says of its pages; workspace.tsx lists them, the shell shows them. */
import type { MessageDescriptor } from '@lingui/core';
import type { ComponentType } from 'react';

export interface AppPage {
  /** As the router writes it: "/customers/$customerId". Ids only, never anything personal. */
  path: string;
  /** Whoever may do this sees the page; 'anybody' who is signed in. */
  permission: string;
  /** Each page is a file of its own, loaded when it is first needed. */
  load: () => Promise<PageFile>;
  /** Asks for what it shows while its file is on the way; called once somebody has gone there. */
  begin?: (params: Record<string, string>, search: Record<string, unknown>) => void;
  /** Where a day begins for roles that have it and have no Today, also when another page stands before it. */
  beginsDay?: true;
  /**
   * The part of the words that it needs beside those that come first (vite.config.ts): none, or its own;
   * other pages bring the rest of the words along.
   */
  words?: 'first' | 'file';
  /** Its place in the navigation and the palette; pages that need an id have none. */
  entry?: {
    title: MessageDescriptor;
    icon: ComponentType;
    /** "g" and this letter go there. */
    letter: string;
    /** Where it stands: work with customers first, then the house. */
    group: 'customers' | 'house';
  };
}

export interface PageFile {
  default: ComponentType;
  /** Resolves, soon in any case, when what it shows is there: for the page that an app begins with. */
  fill?: (params: Record<string, string>, search: Record<string, unknown>) => Promise<void>;
}

/** A small thing that a module places in the band around every page. */
export interface AppCorner {
  permission: string;
  load: () => Promise<{ default: ComponentType }>;
}

/** Something that the palette found; `open` prepares the page at `to` and is called before going there. */
export interface Found {
  id: string;
  says: string;
  more: string;
  /** What choosing it comes to, where that is not to look at it. */
  does?: MessageDescriptor | undefined;
  to: string;
  search?: Record<string, string> | undefined;
  open: () => void;
}

/** Whoever is signed in, as far as it matters for what they find. */
export interface Seeker {
  staffId: string;
  may: (permission: string) => boolean;
}

export type Seek = (
  words: string,
  signal: AbortSignal,
) => Promise<{
  found: Found[];
  /** What one has to know before choosing among them. */
  note?: MessageDescriptor | undefined;
}>;

/** Finds things for the palette; a module gives one, with the permission it takes. */
export interface AppFinder {
  permission: string;
  /**
   * `seekFor` is called once for each time that the palette is open; `afterwards` says how words that were
   * asked for stand on the screen from then on.
   */
  load: () => Promise<{ seekFor: (who: Seeker) => Seek; afterwards: (words: string) => string }>;
}
