import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { Particulars, Role } from '#bank/staff/contract.ts';
import { type Member, useBranches, useStaff } from '#bank/staff/screens/administration/colleagues.ts';
import { roleWords } from '#bank/staff/screens/words.ts';
import { SelectField, TextField } from '#design/field.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { type Asked, nothingElse } from './approvals.ts';
import { AskApproval } from './ask.tsx';

const userName = /^[a-z0-9][a-z0-9._-]{1,62}$/;
const customerKey = /^[^/]{1,64}\/.{1,200}$/;

/** Chosen instead of another account. */
const apart = 'apart';

interface Typed {
  userName: string;
  fullName: string;
  role: string;
  premisesId: string;
  managerId: string;
  sameAs: string;
  customerKey: string;
}

/** Enters somebody, or changes what the bank says of them; a second person approves it before it is so. */
export function StaffForm(props: { member: Member | undefined; onAsked: () => void; onClose: () => void }) {
  const { t } = useLingui();
  const { member } = props;
  const [typed, setTyped] = useState<Typed>({
    ...{ userName: '', fullName: member?.fullName ?? '', role: '' },
    ...{ premisesId: member?.premisesId ?? '', managerId: member?.managerId ?? '' },
    ...{ sameAs: '', customerKey: '' },
  });
  const set = (name: keyof Typed) => (event: { target: { value: string } }) =>
    setTyped((before) => ({ ...before, [name]: event.target.value }));
  const fullName = member?.fullName;
  return (
    <AskApproval
      title={fullName === undefined ? t`Enter somebody` : t`Change the particulars of ${fullName}`}
      what={whatOf(typed, member)}
      onAsked={props.onAsked}
      onClose={props.onClose}
    >
      {member === undefined && <NewOnly typed={typed} set={set} />}
      <TextField
        label={t`Full name`}
        required
        maxLength={200}
        value={typed.fullName}
        onChange={set('fullName')}
      />
      <Choices typed={typed} set={set} member={member} />
      <TextField
        label={t`Customer number, if they bank here`}
        hint={t`The name of the feed and their number there: core/10042. Nobody looks at themselves unseen.`}
        maxLength={260}
        value={typed.customerKey}
        onChange={set('customerKey')}
      />
    </AskApproval>
  );
}

interface Fields {
  typed: Typed;
  set: (name: keyof Typed) => (event: { target: { value: string } }) => void;
}

function NewOnly({ typed, set }: Fields) {
  const { t } = useLingui();
  const roles = Object.keys(roleWords) as Role[];
  return (
    <>
      <TextField
        label={t`User name`}
        hint={t`2 to 63 small letters, digits, dots, dashes or underscores`}
        required
        maxLength={63}
        autoCapitalize="none"
        spellCheck={false}
        value={typed.userName}
        onChange={set('userName')}
      />
      <SelectField label={t`Role`} required value={typed.role} onChange={set('role')}>
        <option value="">{t`Choose a role`}</option>
        {roles.map((one) => (
          <option key={one} value={one}>
            {t(roleWords[one])}
          </option>
        ))}
      </SelectField>
    </>
  );
}

function Choices({ typed, set, member }: Fields & { member: Member | undefined }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const people = useStaff();
  const places = useBranches();
  const failed = people.error ?? places.error;
  if (failed) return <ProblemNotice problem={told(failed)} />;
  if (people.data === undefined || places.data === undefined) return <LoadingShape rows={3} />;
  const sharesWith = member?.sharesWith;
  const others = people.data.filter((one) => one.staffId !== member?.staffId);
  const options = others.map((one) => (
    <option key={one.staffId} value={one.staffId}>
      {`${one.fullName} (${t(roleWords[one.role])})`}
    </option>
  ));
  return (
    <>
      <SelectField label={t`Branch`} value={typed.premisesId} onChange={set('premisesId')}>
        <option value="">{t`None`}</option>
        {places.data.branches.map((one) => (
          <option key={one.premisesId} value={one.premisesId}>
            {one.name}
          </option>
        ))}
      </SelectField>
      <SelectField label={t`Reports to`} value={typed.managerId} onChange={set('managerId')}>
        <option value="">{t`Nobody`}</option>
        {options}
      </SelectField>
      <SelectField
        label={t`Another account of the same person`}
        hint={t`Two accounts of one person never approve each other.`}
        value={typed.sameAs}
        onChange={set('sameAs')}
      >
        <option value="">{sharesWith ? t`As it is: ${sharesWith}` : t`None`}</option>
        {sharesWith && <option value={apart}>{t`None any more: a person of their own`}</option>}
        {options}
      </SelectField>
    </>
  );
}

/** Undefined while something that is needed is missing or wrong. */
function whatOf(typed: Typed, member: Member | undefined): Asked | undefined {
  const given = (text: string) => text.trim() || null;
  const particulars: Particulars = {
    ...{ userName: member === undefined ? typed.userName.trim() : null, fullName: typed.fullName.trim() },
    ...{ premisesId: given(typed.premisesId), managerId: given(typed.managerId) },
    ...{ sameAs: typed.sameAs === apart ? null : given(typed.sameAs), apart: typed.sameAs === apart },
    customerKey: given(typed.customerKey),
  };
  if (particulars.fullName === '') return undefined;
  if (particulars.customerKey !== null && !customerKey.test(particulars.customerKey)) return undefined;
  if (member !== undefined)
    return { ...nothingElse, action: 'staff change', staffId: member.staffId, particulars };
  const role = (Object.keys(roleWords) as Role[]).find((one) => one === typed.role);
  if (role === undefined || !userName.test(typed.userName.trim())) return undefined;
  return { ...nothingElse, action: 'staff entry', role, particulars };
}
