import { Trans, useLingui } from '@lingui/react/macro';
import {
  type AnyRouter,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  useRouterState,
} from '@tanstack/react-router';
import { type ComponentType, lazy, type ReactNode } from 'react';
import { Page, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import type { AppCorner, AppFinder, AppPage } from '#platform/browser/pages.ts';
import { useMay } from '../me.tsx';
import { Frame } from './frame.tsx';
import { Landing } from './landing.tsx';
import { loaded } from './loading.ts';

/**
 * The pages as routes. Nothing is loaded before it is asked for: hovering over a link must never open a file.
 */
export function routerOf(pages: readonly AppPage[], finder: AppFinder, corner: AppCorner): AnyRouter {
  let first = true;
  const Corner = lazy(corner.load);
  const inBand = { permission: corner.permission, Corner };
  const root = createRootRoute({
    component: () => (
      <Frame pages={pages} finder={finder} inBand={inBand}>
        <Outlet />
      </Frame>
    ),
    notFoundComponent: NothingHere,
  });
  const routes = pages.map((page) => {
    const Screen = lazyRouteComponent(() => loaded(page)) as Loading;
    return createRoute({
      getParentRoute: () => root,
      path: page.path,
      // Once, when somebody has gone there: its script, its words and what it shows come side by side.
      loader: async ({ cause, params, location }) => {
        if (cause !== 'enter') return;
        page.begin?.(params as Record<string, string>, location.search as Record<string, unknown>);
        const [{ fill }] = await Promise.all([loaded(page), Screen.preload?.()]);
        // With the page around it: drawn once. Later a page is shown at once, and fills.
        if (first) await fill?.(params as Record<string, string>, location.search as Record<string, unknown>);
        first = false;
      },
      component: () => (
        <Allowed
          permission={page.permission}
          screen={Screen}
          otherwise={page.path === '/' ? <Landing pages={pages} /> : <NothingHere />}
        />
      ),
    });
  });
  return createRouter({
    routeTree: root.addChildren(routes),
    defaultPreload: false,
    defaultPendingComponent: Coming,
    defaultErrorComponent: Broken,
    ...{ defaultPendingMs: 150, defaultPendingMinMs: 0 },
    scrollRestoration: false,
  });
}

type Loading = ComponentType & { preload?: () => Promise<void> | undefined };

function Allowed({
  permission,
  screen: Screen,
  otherwise,
}: {
  permission: string;
  screen: ComponentType;
  otherwise: ReactNode;
}) {
  const may = useMay();
  // A page of another customer is another page: nothing typed or shown goes over.
  const path = useRouterState({ select: (state) => state.location.pathname });
  return may(permission) ? <Screen key={path} /> : otherwise;
}

function Coming() {
  const { t } = useLingui();
  return (
    <Page title={t`Loading`}>
      <Panel flush>
        <LoadingShape rows={5} />
      </Panel>
    </Page>
  );
}

function NothingHere() {
  const { t } = useLingui();
  return (
    <Page title={t`Nothing here`} width="reading">
      <Panel>
        <EmptyState title={t`This page is not there, or not for your role.`}>
          <Trans>Choose where to go on the left, or press Ctrl K.</Trans>
        </EmptyState>
      </Panel>
    </Page>
  );
}

function Broken() {
  const { t } = useLingui();
  return (
    <Page title={t`Something went wrong`} width="reading">
      <ProblemNotice
        problem={{
          title: t`This page could not be shown.`,
          next: t`Load it again. What you typed is lost with a reload, so copy it first if you can.`,
        }}
        again={() => location.reload()}
      />
    </Page>
  );
}
