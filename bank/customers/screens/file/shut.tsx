import { Trans, useLingui } from '@lingui/react/macro';
import { IconFolderOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { buttonClass } from '#design/button.tsx';
import { Page, Panel } from '#design/page.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { Problem } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import style from './shut.module.css';

/** While the file is being signed out: its shape, without a name. */
export function Opening() {
  return (
    <>
      <Panel>
        <LoadingShape rows={4} kind="text" />
      </Panel>
      <Panel flush>
        <LoadingShape rows={5} />
      </Panel>
    </>
  );
}

/** A file that may not be opened now: what that means and what to do, without blame. */
export function Shut({ problem, again }: { problem: unknown; again: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const code = problem instanceof Problem ? problem.code : 'failed';
  if (code === 'no-ground') {
    return (
      <Explained title={t`This file is closed for now`}>
        <p>
          <Trans>
            A file opens when there is a reason: the customer is here with you or on the phone, you have
            promised them something, or they are in your portfolio.
          </Trans>
        </p>
        <p>
          <Trans>If they are here, check them in or take over their visit; the file opens by itself.</Trans>
        </p>
        <nav className={style.ways} aria-label={t`What to do next`}>
          <Link to="/desk" className={buttonClass} data-look="primary">
            <Trans>Go to the welcome desk</Trans>
          </Link>
          <Link to="/find" className={buttonClass}>
            <Trans>Find a customer</Trans>
          </Link>
        </nav>
      </Explained>
    );
  }
  if (code === 'restricted') {
    return (
      <Explained title={t`This file takes two people`}>
        <p>
          <Trans>
            Some files are kept closer: of colleagues, of people who need protection. The privacy office opens
            them together with you. You need not say why to anybody at the counter.
          </Trans>
        </p>
        <nav className={style.ways} aria-label={t`What to do next`}>
          <Link to="/desk" className={buttonClass}>
            <Trans>Go to the welcome desk</Trans>
          </Link>
        </nav>
      </Explained>
    );
  }
  return (
    <Page title={t`Customer's file`} width="reading">
      <ProblemNotice problem={told(problem)} again={code === 'not-found' ? undefined : again} />
    </Page>
  );
}

function Explained({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useLingui();
  return (
    <Page title={t`Customer's file`} heading={title} width="reading">
      <Panel>
        <div className={style.shut}>
          <IconFolderOff aria-hidden="true" />
          {children}
        </div>
      </Panel>
    </Page>
  );
}
