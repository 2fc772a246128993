import { useLingui } from '@lingui/react/macro';
import { FindSomebody } from '#bank/staff/screens/find-somebody.tsx';
import { type Subject, useNamed } from './asking.ts';

/** A member of staff or a customer, by a part of the name. */
export function Choose(props: {
  of: Subject['of'];
  chosen: Subject | undefined;
  onChoose: (subject: Subject | undefined) => void;
}) {
  const { t } = useLingui();
  const { of, chosen } = props;
  return (
    <FindSomebody
      label={of === 'staff' ? t`Member of staff` : t`Customer`}
      hint={of === 'staff' ? t`Those who have left are found, too.` : t`The search is on record.`}
      nobody={t`Nobody is called like that.`}
      chosen={chosen && { personId: chosen.subjectId, name: chosen.name }}
      useFound={of === 'staff' ? useStaffNamed : useCustomersNamed}
      onChoose={(one) => props.onChoose(one && { of, subjectId: one.personId, name: one.name })}
    />
  );
}

const useStaffNamed = (name: string) => useNamed('staff', name);
const useCustomersNamed = (name: string) => useNamed('customer', name);
