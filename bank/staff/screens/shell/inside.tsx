import { type AnyRouter, RouterProvider } from '@tanstack/react-router';
import type { Workspace } from './loading.ts';
import { routerOf } from './router.tsx';

/** What somebody who is signed in works in; whoever is not has no use for its script yet. */
export default function Inside({ pages, finder, corner }: Workspace) {
  // One for as long as the page stays, so that who comes back from a lock is where they were.
  router ??= routerOf(pages, finder, corner);
  return <RouterProvider router={router} />;
}

let router: AnyRouter | undefined;
