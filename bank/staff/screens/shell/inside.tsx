import { type AnyRouter, RouterProvider } from '@tanstack/react-router';
import type { Workspace } from './loading.ts';
import { routerOf } from './router.tsx';

/** What somebody who is signed in works in; whoever is not has no use for its script yet. */
export function Inside(workspace: Workspace) {
  return <RouterProvider router={routerFor(workspace)} />;
}

/**
 * Resolves when the page that the address names can be drawn at once, the first time; whoever comes back from
 * a lock is where they were, and a router that is not on the page would wait for being drawn.
 */
export async function ready(workspace: Workspace): Promise<void> {
  if (router === undefined) await routerFor(workspace).load();
}

/** One for as long as the page stays, so that who comes back from a lock is where they were. */
function routerFor({ pages, finder, corner }: Workspace): AnyRouter {
  router ??= routerOf(pages, finder, corner);
  return router;
}

let router: AnyRouter | undefined;
