import { Trans, useLingui } from '@lingui/react/macro';
import { IconDownload } from '@tabler/icons-react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { say } from '#design/say.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { takeFile } from '#platform/browser/files.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { type Approval, type Asked, useApprovals } from './approvals.ts';
import { AskApproval } from './ask.tsx';

/** Takes a file out of the bank: asks for a second person, waits, then gives it once. */
export function TakeApproved(props: {
  title: string;
  what: Asked;
  address: string;
  /** What is sent beside the approval. */
  more?: object;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const approvals = useApprovals();
  const taking = useAction(async (approvalId: string) => {
    await takeFile(props.address, { ...props.more, approvalId });
    props.onClose();
  });
  const mine = approvals.data?.approvals.filter((one) => one.mine && isFor(one, props.what));
  const approved = mine?.find(({ state }) => state === 'approved');
  const waits = mine?.some(({ state }) => state === 'asked');
  if (mine !== undefined && !approved && !waits)
    return (
      <AskApproval
        title={props.title}
        what={props.what}
        onClose={props.onClose}
        onAsked={() => {
          say(t`Asked. It comes up here when it is approved.`);
          void approvals.refetch();
        }}
      />
    );
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Close`}</Button>
          {approved && (
            <Button
              look="primary"
              icon={<IconDownload size={18} aria-hidden="true" />}
              busy={taking.busy}
              onClick={() => void taking.run(approved.approvalId)}
            >
              {t`Download it, once`}
            </Button>
          )}
        </>
      }
    >
      {approvals.isError && (
        <ProblemNotice problem={told(approvals.error)} again={() => void approvals.refetch()} />
      )}
      {taking.problem !== undefined && <ProblemNotice problem={told(taking.problem)} />}
      {approvals.isPending && <LoadingShape rows={2} kind="text" />}
      {waits && !approved && (
        <p role="status">
          <Trans>
            It waits for somebody else to approve it. You can close this; it comes up here, and under
            Approvals, for a quarter of an hour.
          </Trans>
        </p>
      )}
      {approved && (
        <p role="status">
          <Trans>{approved.decidedByName} has approved it. The download is on record.</Trans>
        </p>
      )}
    </Dialog>
  );
}

/** Is the request for just this? */
function isFor(one: Approval, what: Asked): boolean {
  const parts = [
    'action',
    'customerId',
    'staffId',
    'runId',
    'fileNumber',
    'from',
    'to',
    'questionId',
  ] as const;
  return parts.every((part) => (one[part] ?? null) === (what[part] ?? null));
}
