import { Trans, useLingui } from '@lingui/react/macro';
import { IconFolderOff } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { nothingElse } from '#bank/privacy/screens/approvals/approvals.ts';
import { AskApproval } from '#bank/privacy/screens/approvals/ask.tsx';
import { BreakGlass } from '#bank/privacy/screens/glass/break-glass.tsx';
import { RestrictButton } from '#bank/privacy/screens/restricted/restrict-button.tsx';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Button, buttonClass } from '#design/button.tsx';
import { Page, Panel } from '#design/page.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { Problem } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import style from './shut.module.css';

/** A file that may not be opened now: what that means and what to do, without blame. */
export function Shut(props: { customerId: string; problem: unknown; again: () => void }) {
  const { customerId, problem, again } = props;
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
          <BreakingGlass customerId={customerId} again={again} />
          <RestrictButton customerId={customerId} />
        </nav>
      </Explained>
    );
  }
  if (code === 'restricted') {
    return (
      <Explained title={t`This file takes two people`}>
        <p>
          <Trans>
            Some files are kept closer: of colleagues, of people who need protection. Somebody outside your
            own line opens it together with you. You need not say why to anybody at the counter.
          </Trans>
        </p>
        <nav className={style.ways} aria-label={t`What to do next`}>
          <AskingForTwo customerId={customerId} />
          <AskingForRelease customerId={customerId} />
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

function BreakingGlass({ customerId, again }: { customerId: string; again: () => void }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  if (!useMay()('glass.break')) return null;
  return (
    <>
      <Button look="quiet" onClick={() => setAsking(true)}>{t`It will not wait`}</Button>
      {asking && <BreakGlass customerId={customerId} onClose={() => setAsking(false)} onOpen={again} />}
    </>
  );
}

function AskingForTwo({ customerId }: { customerId: string }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  if (!useMay()('approval.ask')) return null;
  return (
    <>
      <Button look="primary" onClick={() => setAsking(true)}>{t`Ask for approval`}</Button>
      {asking && (
        <AskApproval
          title={t`Open this file together`}
          what={{ ...nothingElse, action: 'restricted file', customerId }}
          onClose={() => setAsking(false)}
          onAsked={() => void navigate({ to: '/approvals' })}
        />
      )}
    </>
  );
}

/** Who restricts a file asks for its release, too: two people, as always. */
function AskingForRelease({ customerId }: { customerId: string }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  if (!useMay()('restriction.ask')) return null;
  return (
    <>
      <Button look="quiet" onClick={() => setAsking(true)}>{t`Ask for its release`}</Button>
      {asking && (
        <AskApproval
          title={t`Open it to everybody with a reason`}
          what={{ ...nothingElse, action: 'file release', customerId }}
          onClose={() => setAsking(false)}
          onAsked={() => void navigate({ to: '/approvals' })}
        />
      )}
    </>
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
