import { Trans, useLingui } from '@lingui/react/macro';
import { Navigate } from '@tanstack/react-router';
import { Page, Panel } from '#design/page.tsx';
import { EmptyState } from '#design/states.tsx';
import type { AppPage } from '#platform/browser/pages.ts';
import { useMay, useMe } from '../me.tsx';
import { roleWords } from '../words.ts';

/** Where a day begins for whoever has no use for Today: on the page that says so, or the first of theirs. */
export function Landing({ pages }: { pages: readonly AppPage[] }) {
  const may = useMay();
  const theirs = pages.filter(({ entry, permission }) => entry && may(permission));
  const first = theirs.find(({ beginsDay }) => beginsDay) ?? theirs[0];
  return first ? <Navigate to={first.path} replace /> : <NoPages />;
}

function NoPages() {
  const { t } = useLingui();
  const role = t(roleWords[useMe().role]);
  return (
    <Page title={t`Today`}>
      <Panel>
        <EmptyState title={t`There is no page for your role yet`}>
          <Trans>
            You are signed in as: {role}. If you expected work here, ask your administrator which role you
            were given. Until then you can lock the workspace or sign out at the top right.
          </Trans>
        </EmptyState>
      </Panel>
    </Page>
  );
}
