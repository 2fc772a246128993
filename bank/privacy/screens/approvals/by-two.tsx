/** What changes by two people, on the page where it stands: asking, waiting, deciding, doing it once. */
import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { type SettingAction, settingsAskedBy } from '../../rules.ts';
import { type Approval, type Asked, nothingElse, useApprovals, useUsing } from './approvals.ts';
import { AskApproval } from './ask.tsx';
import { Requests } from './requests.tsx';

/** May I ask for a change of this? The kernel says so again. */
export function useMayAsk(): (action: SettingAction) => boolean {
  const { role } = useMe();
  return (action) => settingsAskedBy[action] === role;
}

/** Asks for a second person. `what` is undefined while it is not all there; `children` choose it. */
export function AskSetting(props: {
  title: string;
  what: (Partial<Asked> & { action: SettingAction }) | undefined;
  children?: ReactNode;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const asked = () => {
    say(t`Asked. It waits here, and under Approvals, for a second person.`);
    void queries.invalidateQueries({ queryKey: ['approvals'] });
    props.onClose();
  };
  return (
    <AskApproval
      title={props.title}
      what={props.what && { ...nothingElse, ...props.what }}
      onAsked={asked}
      onClose={props.onClose}
    >
      {props.children}
    </AskApproval>
  );
}

/** What of these waits: my own, to be done once it is approved, and what is mine to decide. */
export function ByTwo({ of, onDone }: { of: readonly SettingAction[]; onDone: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const query = useApprovals(isOpen(of));
  const using = useUsing();
  const rows = query.data?.approvals.filter(isOpen(of)) ?? [];
  const again = () => void query.refetch();
  const use = async (approval: Approval) => {
    if (await using.run(approval)) {
      say(t`It is done.`);
      onDone();
    }
    // done, or no more what was approved: the list says so
    again();
  };
  if (query.isError) return <ProblemNotice problem={told(query.error)} again={again} />;
  if (rows.length === 0 && using.problem === undefined) return null;
  return (
    <Panel title={t`Waits for a second person`} flush>
      {using.problem !== undefined && <ProblemNotice problem={told(using.problem)} />}
      <Requests
        approvals={rows}
        again={again}
        own={(approval) =>
          approval.state === 'approved' && (
            <Button look="primary" size="small" busy={using.busy} onClick={() => void use(approval)}>
              {t`Do it now`}
            </Button>
          )
        }
      />
    </Panel>
  );
}

/** Asked, approved, or refused while it would still have stood. */
const isOpen =
  (of: readonly string[]) =>
  ({ action, state, expiresAt }: Approval) =>
    of.includes(action) &&
    (state === 'asked' ||
      state === 'approved' ||
      (state === 'refused' && Date.parse(expiresAt) > Date.now()));
