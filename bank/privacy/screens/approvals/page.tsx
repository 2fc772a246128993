import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useMay, useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Page, Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { Notices } from '../notices.tsx';
import { type Approval, isHoused, useApprovals, useUsing } from './approvals.ts';
import { ChangeLimit } from './limit.tsx';
import { Requests } from './requests.tsx';
import { ChangeRole } from './role.tsx';
import type { StaffAsked } from './staff-asking.tsx';

/** What one person alone may not do: requests that wait for me, and those that I made. */
export default function Approvals() {
  const { t } = useLingui();
  const told = useProblemWords();
  const me = useMe();
  const may = useMay();
  const query = useApprovals();
  const [changing, setChanging] = useState<'limit' | 'role'>();
  const all = query.data?.approvals ?? [];
  const mayChange = me.role === 'administrator' || me.role === 'privacy officer';
  const again = () => void query.refetch();
  const close = () => setChanging(undefined);
  const search = useSearch({ strict: false }) as StaffAsked;
  const navigate = useNavigate();
  const leave = () => void navigate({ to: '/approvals', search: {}, replace: true });
  const askedOfStaff = () => {
    leave();
    again();
  };
  const asked = () => {
    close();
    again();
  };
  return (
    <Page
      title={t`Approvals`}
      says={
        <Trans>
          What one person alone may not do. A request stands for a quarter of an hour, a change of rules, and
          that a file was restricted, for three days.
        </Trans>
      }
      actions={
        <>
          {mayChange && <Button onClick={() => setChanging('limit')}>{t`Change an hourly limit`}</Button>}
          {me.role === 'administrator' && (
            <Button onClick={() => setChanging('role')}>{t`Change a role`}</Button>
          )}
        </>
      }
    >
      <Notices besideApprovals />
      {query.isError && <ProblemNotice problem={told(query.error)} again={again} />}
      {query.isPending && (
        <Panel flush>
          <LoadingShape rows={4} />
        </Panel>
      )}
      {query.isSuccess && may('approval.decide') && (
        <Waiting approvals={all.filter(({ mine }) => !mine)} again={again} />
      )}
      {query.isSuccess && may('approval.ask') && (
        <Mine approvals={all.filter(({ mine }) => mine)} again={again} />
      )}
      {me.role === 'administrator' && (search.reset ?? search.change ?? search.enter) !== undefined && (
        <Suspense>
          <StaffAsking asked={search} onClose={leave} onAsked={askedOfStaff} />
        </Suspense>
      )}
      {changing === 'limit' && <ChangeLimit onClose={close} onAsked={asked} />}
      {changing === 'role' && <ChangeRole onClose={close} onAsked={asked} />}
    </Page>
  );
}

interface Listed {
  approvals: readonly Approval[];
  again: () => void;
}

function Waiting({ approvals, again }: Listed) {
  const { t } = useLingui();
  return (
    <Panel title={t`For you to decide`} aside={approvals.length || undefined} flush>
      {approvals.length === 0 && (
        <EmptyState title={t`Nothing waits for you`}>
          <Trans>Requests of people outside your own line come up here by themselves.</Trans>
        </EmptyState>
      )}
      <Requests approvals={approvals} again={again} />
    </Panel>
  );
}

function Mine({ approvals, again }: Listed) {
  const { t } = useLingui();
  const told = useProblemWords();
  const navigate = useNavigate();
  const using = useUsing();
  const [doing, setDoing] = useState<Approval>();
  const words = {
    'restricted file': t`Open the file`,
    export: t`Go to the request`,
    'role change': t`Change the role`,
    'limit change': t`Change the limit`,
    'sign-in reset': t`Reset sign-in`,
    'customer sign-in reset': t`Go to the file`,
    'portal invitation': t`Go to the file`,
    'staff entry': t`Enter them`,
    'staff change': t`Change it`,
    'rule change': t`Go to the draft`,
    'terms change': t`Go to the product`,
    withdrawal: t`Go to the product`,
    'undoing of terms': t`Go to the product`,
    'station place': t`Go to the branch`,
    'key destruction': t`Go to the request`,
    'rejects export': t`Go to the feeds`,
    'record export': t`Go to the record`,
    'bulk reveal': t`Go to the portfolio`,
    'people export': t`Go to the question`,
    'file release': t`Release it`,
    'rights law': t`Do it now`,
    'rights clock': t`Do it now`,
    controller: t`Do it now`,
    'advice settings': t`Do it now`,
    'hold lifting': t`Do it now`,
    // confirmed is done
    'file restriction': t`Go to the file`,
  };
  const use = async (approval: Approval) => {
    // What leaves the bank, or goes for good, does so where it is seen.
    const place = placeOf(approval);
    if (place !== undefined) return navigate({ to: place });
    if (aboutStaff.includes(approval.action)) return setDoing(approval);
    if (!(await using.run(approval))) return;
    if (approval.action === 'restricted file') await navigate({ to: `/customers/${approval.customerId}` });
    else {
      say(t`It is done.`);
      again();
    }
  };
  return (
    <Panel title={t`What you asked for`} flush>
      {using.problem !== undefined && <ProblemNotice problem={told(using.problem)} />}
      {approvals.length === 0 && (
        <EmptyState title={t`You have asked for nothing today`}>
          <Trans>Where a second person is needed, the page itself offers to ask.</Trans>
        </EmptyState>
      )}
      <Requests
        approvals={approvals}
        again={again}
        own={(approval) =>
          approval.state === 'approved' && (
            <Button look="primary" size="small" busy={using.busy} onClick={() => void use(approval)}>
              {words[approval.action]}
            </Button>
          )
        }
      />
      {doing && (
        <Suspense>
          <StaffDone
            approval={doing}
            onClose={() => {
              setDoing(undefined);
              again();
            }}
          />
        </Suspense>
      )}
    </Panel>
  );
}

const aboutStaff: readonly string[] = ['sign-in reset', 'staff entry', 'staff change'];
const StaffDone = lazy(() => import('./staff-done.tsx'));
const StaffAsking = lazy(() => import('./staff-asking.tsx'));

function placeOf(approval: Approval): string | undefined {
  const { action, runId, draftId, about, customerId, questionId } = approval;
  if (action === 'customer sign-in reset' || action === 'portal invitation')
    return `/customers/${customerId}`;
  if (action === 'export' || action === 'key destruction') return '/privacy/requests';
  if (action === 'rejects export') return `/feeds/runs/${runId}`;
  if (action === 'rule change') return `/rules/drafts/${draftId}`;
  if (action === 'station place') return `/premises/${approval.station?.premisesId}`;
  if (isHoused(action)) return `/products/${about}`;
  if (action === 'bulk reveal') return '/portfolio';
  if (action === 'people export') return `/unexplained/${questionId}`;
  return action === 'record export' ? '/privacy/record' : undefined;
}
