import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlus, IconX } from '@tabler/icons-react';
import { Button, IconButton } from '#design/button.tsx';
import { SelectField, TextField } from '#design/field.tsx';
import type { Body } from '#platform/contract.ts';
import type { checkIn } from '../contract.ts';
import style from './check-in.module.css';
import { companionWords } from './presence-words.ts';

/** Somebody who came along, with an id of their own while the form is filled in. */
export type CompanionRow = Body<typeof checkIn>['companions'][number] & { id: string };

/** Who is with them: a companion, interpreter, attorney or guardian. */
export function Companions({
  companions,
  onChange,
}: {
  companions: CompanionRow[];
  onChange: (companions: CompanionRow[]) => void;
}) {
  const { t } = useLingui();
  const change = (changed: string, part: Partial<CompanionRow>) =>
    onChange(companions.map((each) => (each.id === changed ? { ...each, ...part } : each)));
  return (
    <div className={style.companions}>
      {companions.map((companion) => (
        <div key={companion.id} className={style.companion}>
          <SelectField
            label={t`With them`}
            value={companion.role}
            onChange={(event) => change(companion.id, { role: event.target.value as CompanionRow['role'] })}
          >
            {Object.entries(companionWords).map(([role, says]) => (
              <option key={role} value={role}>
                {t(says)}
              </option>
            ))}
          </SelectField>
          <TextField
            label={t`Name`}
            maxLength={80}
            required
            autoFocus
            value={companion.name}
            onChange={(event) => change(companion.id, { name: event.target.value })}
          />
          <IconButton
            says={t`Nobody is with them`}
            icon={<IconX />}
            onClick={() => onChange(companions.filter((each) => each !== companion))}
          />
        </div>
      ))}
      {companions.some(({ role }) => role === 'attorney' || role === 'guardian') && (
        <p className={style.soft}>
          <Trans>
            If they come without the customer, check them in by their own name instead: their file leads to
            whom they act for.
          </Trans>
        </p>
      )}
      {companions.length < 10 && (
        <Button
          look="quiet"
          size="small"
          icon={<IconPlus />}
          onClick={() => onChange([...companions, { id: crypto.randomUUID(), role: 'companion', name: '' }])}
        >
          {companions.length === 0 ? t`Somebody is with them` : t`Somebody else too`}
        </Button>
      )}
    </div>
  );
}
