import { useLingui } from '@lingui/react/macro';
import { Masked } from '#design/masked.tsx';
import { call } from '#platform/browser/api.ts';
import type { approvalWords } from '../../approving-contract.ts';
import type { Approval } from './approvals.ts';

/** At a counter: for which case, why, and what was answered; shown while it is held, on record. */
export function HiddenWords({ approval: { approvalId } }: { approval: Approval }) {
  const { t } = useLingui();
  const reveal = async () => {
    const said = await call<typeof approvalWords>('POST /api/approvals/:approvalId/words', {
      params: { approvalId },
      again: false,
    });
    return [`${said.reference}: ${said.reason}`, said.words].filter(Boolean).join(' – ');
  };
  return <Masked label={t`For which case, and why`} value={null} hint={t`Why`} reveal={reveal} />;
}
