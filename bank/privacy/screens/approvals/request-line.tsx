import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { roleWords } from '#bank/staff/screens/words.ts';
import { Badge, type Tone } from '#design/badge.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import style from '../asked.module.css';
import type { Approval } from './approvals.ts';

/** One request: what is asked in a sentence, by whom, for which case, and how it stands. */
export function RequestLine({ approval, children }: { approval: Approval; children?: ReactNode }) {
  const { t } = useLingui();
  const formats = useFormats();
  const what = useWhat();
  const { requesterName, requesterRole, decidedByName } = approval;
  const until = formats.time(approval.expiresAt);
  const [tone, says] = stateWords[approval.state];
  const open = approval.state === 'asked' || approval.state === 'approved';
  return (
    <li className={style.line}>
      <div>
        <p className={style.title}>
          <span>{what(approval)}</span>
          <Badge tone={tone}>{t(says)}</Badge>
        </p>
        <p className={style.soft}>
          {[
            approval.mine ? t`asked by you` : requesterName,
            !approval.mine && t(roleWords[requesterRole]),
            approval.reference,
            decidedByName !== null && t`decided by ${decidedByName}`,
            open && t`until ${until}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <blockquote className={style.words}>{approval.reason}</blockquote>
        {approval.words !== null && (
          <p className={style.words}>
            {decidedByName}: {approval.words}
          </p>
        )}
      </div>
      {children}
    </li>
  );
}

/** What is asked, and what it is now, in plain words. */
export function useWhat(): (approval: Approval) => string {
  const { t } = useLingui();
  return ({ action, about, before, role, customersPerHour }) => {
    const whom = about ?? t`somebody`;
    const now = before.role === null ? '' : t(roleWords[before.role]);
    const then = role === null ? '' : t(roleWords[role]);
    const perHourNow = before.customersPerHour ?? 0;
    const perHour = customersPerHour ?? 0;
    switch (action) {
      case 'restricted file':
        return t`Open the restricted file of ${whom}, once, for half an hour`;
      case 'export':
        return t`Export a copy of the data of ${whom}, to hand it to them`;
      case 'role change':
        return t`Change the role of ${whom}: ${now} → ${then}`;
      case 'limit change':
        return t`${then}: ${perHourNow} → ${perHour} different customers an hour`;
    }
  };
}

const stateWords: Record<Approval['state'], [Tone, MessageDescriptor]> = {
  asked: ['amber', msg`Waits`],
  approved: ['sea', msg`Approved`],
  refused: ['red', msg`Refused`],
  used: ['neutral', msg`Done`],
  expired: ['neutral', msg`Too late`],
};
