/** What is brought only when somebody comes in: the frame with its router, and the page that is asked for. */
import type { AppCorner, AppFinder, AppPage } from '#platform/browser/pages.ts';
import { speakMore } from '#platform/browser/words.ts';

/** The pages that there are, what the palette can find, what stands in the band. */
export interface Workspace {
  pages: readonly AppPage[];
  finder: AppFinder;
  corner: AppCorner;
}

/** The frame and the router, once they are there. */
export const insideOf = () => import('./inside.tsx');

/** A page's script and its words, side by side. */
export async function loaded(page: AppPage) {
  const { words = 'rest' } = page;
  const [screen] = await Promise.all([page.load(), words === 'first' ? undefined : speakMore(words)]);
  return screen;
}

/**
 * Begins to bring all that the page at this path needs. What cannot be had now is asked for again, and its
 * failure told, by who comes in.
 */
export function prepare({ pages }: Workspace, path: string): void {
  insideOf().catch(() => undefined);
  const parts = path.split('/');
  const page = pages.find(({ path: of }) => {
    const wanted = of.split('/');
    return (
      wanted.length === parts.length && wanted.every((part, at) => part[0] === '$' || part === parts[at])
    );
  });
  if (page) loaded(page).catch(() => undefined);
}
