import { useLingui } from '@lingui/react/macro';
import { type ReactNode, useState } from 'react';
import { Button } from '#design/button.tsx';
import type { Approval } from './approvals.ts';
import { Decide } from './decide.tsx';
import { RequestLine } from './request-line.tsx';

/**
 * Requests, a line each. What somebody else has asked for is decided from its line; the dialog outlives the
 * line, which may leave the list meanwhile. `own` is what a line of mine offers.
 */
export function Requests(props: {
  approvals: readonly Approval[];
  own?: (approval: Approval) => ReactNode;
  again: () => void;
}) {
  const { t } = useLingui();
  const [deciding, setDeciding] = useState<Approval>();
  const close = () => setDeciding(undefined);
  const decided = () => {
    close();
    props.again();
  };
  return (
    <>
      <ul>
        {props.approvals.map((approval) => (
          <RequestLine key={approval.approvalId} approval={approval}>
            {approval.mine ? (
              props.own?.(approval)
            ) : (
              <Button look="primary" size="small" onClick={() => setDeciding(approval)}>
                {t`Decide`}
                <span className="unseen">: {approval.requesterName}</span>
              </Button>
            )}
          </RequestLine>
        ))}
      </ul>
      {deciding && <Decide approval={deciding} onClose={close} onDecided={decided} />}
    </>
  );
}
