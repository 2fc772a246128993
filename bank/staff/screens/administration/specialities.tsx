import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { CheckField } from '#design/field.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { choicesOf } from '#platform/browser/choices.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { setSpecialities } from '../../administering-contract.ts';
import style from './administration.module.css';
import type { Member } from './page.tsx';

type Speciality = Member['specialities'][number];

export const specialityWords: Record<Speciality, MessageDescriptor> = {
  home: msg`Mortgages`,
  borrowing: msg`Loans`,
  investing: msg`Investments`,
  retirement: msg`Retirement`,
  protection: msg`Insurance`,
  business: msg`Businesses`,
  paying: msg`Debt advice`,
  estate: msg`Estates`,
};

/** What somebody takes referrals about. */
export function SpecialitiesDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const { staffId, fullName } = member;
  const [chosen, setChosen] = useState<readonly Speciality[]>(member.specialities);
  const saving = useAction((specialities: Speciality[]) =>
    call<typeof setSpecialities>('PUT /api/staff/:staffId/specialities', {
      ...{ params: { staffId }, body: { specialities, seen: [...member.specialities] } },
    }),
  );
  const save = async () => {
    if ((await saving.run([...chosen])) !== undefined) onClose();
  };
  return (
    <Dialog
      title={t`What ${fullName} knows more about`}
      onClose={onClose}
      actions={
        <Button look="primary" busy={saving.busy} onClick={() => void save()}>
          {t`Save`}
        </Button>
      }
    >
      <p>
        <Trans>Referrals about it may be put to them, and to their colleagues who know about it, too.</Trans>
      </p>
      {saving.problem !== undefined && <ProblemNotice problem={told(saving.problem)} />}
      <div className={style.checks}>
        {choicesOf(specialityWords).map((one) => (
          <CheckField
            key={one}
            label={t(specialityWords[one])}
            checked={chosen.includes(one)}
            onChange={({ target }) =>
              setChosen(target.checked ? [...chosen, one] : chosen.filter((other) => other !== one))
            }
          />
        ))}
      </div>
    </Dialog>
  );
}
