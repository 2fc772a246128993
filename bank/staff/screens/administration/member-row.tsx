import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Badge } from '#design/badge.tsx';
import { Button, buttonClass } from '#design/button.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useMe } from '../me.tsx';
import { roleWords } from '../words.ts';
import style from './administration.module.css';
import { ActiveDialog, EndSessionsDialog } from './dialogs.tsx';
import type { Member } from './page.tsx';
import { SpecialitiesDialog, specialityWords } from './specialities.tsx';

/** Who takes referrals. */
const serving: readonly Member['role'][] = ['banker', 'manager', 'contact centre'];

/** One member of staff, and what can be done about their sign-in; nobody does it to themselves. */
export function MemberRow({ member, again }: { member: Member; again: () => void }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { staffId } = useMe();
  const [open, setOpen] = useState<'active' | 'sessions' | 'specialities'>();
  const ways = useWays();
  const { fullName, userName, active, sessions } = member;
  const { sharesWith } = member;
  const seen = member.lastSeenAt && formats.dateTime(member.lastSeenAt);
  const close = () => {
    setOpen(undefined);
    again();
  };
  return (
    <li>
      <div className={style.who}>
        <p className={style.name}>
          {fullName} {!active && <Badge>{t`Not active`}</Badge>}
        </p>
        <p className={style.soft}>
          {[userName, t(roleWords[member.role]), member.premises].filter(Boolean).join(' · ')}
        </p>
        {member.specialities.length > 0 && (
          <p className={style.soft}>{member.specialities.map((one) => t(specialityWords[one])).join(', ')}</p>
        )}
        {sharesWith && <p className={style.soft}>{t`The same person as ${sharesWith}`}</p>}
        <p className={style.soft}>
          {ways(member)}
          {' · '}
          {sessions > 0
            ? plural(sessions, { one: '# session', other: '# sessions' })
            : seen
              ? t`last seen ${seen}`
              : t`never seen`}
        </p>
        {member.inactiveReason && <p className={style.soft}>{member.inactiveReason}</p>}
      </div>
      {member.staffId !== staffId && (
        <div className={style.deeds}>
          {sessions > 0 && (
            <Button
              size="small"
              aria-label={t`End sessions of ${fullName}`}
              onClick={() => setOpen('sessions')}
            >{t`End sessions`}</Button>
          )}
          {active && (
            <Link
              className={buttonClass}
              data-size="small"
              aria-label={t`Reset sign-in of ${fullName}`}
              to="/approvals"
              search={{ reset: member.staffId }}
            >
              {t`Reset sign-in`}
            </Link>
          )}
          <Link
            className={buttonClass}
            data-size="small"
            aria-label={t`Change the particulars of ${fullName}`}
            to="/approvals"
            search={{ change: member.staffId }}
          >
            {t`Change`}
          </Link>
          {serving.includes(member.role) && (
            <Button
              size="small"
              aria-label={t`Specialities of ${fullName}`}
              onClick={() => setOpen('specialities')}
            >{t`Specialities`}</Button>
          )}
          <Button
            size="small"
            look={active ? 'harm' : 'plain'}
            aria-label={active ? t`Deactivate ${fullName}` : t`Activate ${fullName}`}
            onClick={() => setOpen('active')}
          >
            {active ? t`Deactivate` : t`Activate`}
          </Button>
        </div>
      )}
      {open === 'active' && <ActiveDialog member={member} onClose={close} />}
      {open === 'specialities' && <SpecialitiesDialog member={member} onClose={close} />}
      {open === 'sessions' && <EndSessionsDialog member={member} onClose={close} />}
    </li>
  );
}

/** How somebody can sign in. */
function useWays(): (member: Member) => string {
  const { t } = useLingui();
  const formats = useFormats();
  return ({ passkeys, hasPassword, invitedUntil }) => {
    const until = invitedUntil && formats.dateTime(invitedUntil);
    const ways = [
      passkeys > 0 && plural(passkeys, { one: '# passkey', other: '# passkeys' }),
      hasPassword && t`password and code`,
      until && t`a one-time link until ${until}`,
    ].filter(Boolean);
    return ways.length > 0 ? ways.join(', ') : t`no passkey or password yet`;
  };
}
