import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FindSomebody, type Somebody } from '#bank/staff/screens/find-somebody.tsx';
import { ChoiceField, SelectField } from '#design/field.tsx';
import { call } from '#platform/browser/api.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Reply } from '#platform/contract.ts';
import type { findSpecialists, specialistTopics } from '../referring-contract.ts';

type Knowing = Reply<typeof specialistTopics>['topics'];
type Way = 'speciality' | 'name';

/** Of the choice of a branch: any. */
const anyBranch = '';

/** To whoever knows about it, at a branch or at any, or to a colleague by name. */
export function useAddressing(topic: Knowing[number]['topic']) {
  const [to, setTo] = useState<Somebody>();
  const [way, setWay] = useState<Way>('speciality');
  const [branch, setBranch] = useState(anyBranch);
  const { data } = useQuery({
    queryKey: ['specialist topics'],
    queryFn: ({ signal }) => call<typeof specialistTopics>('GET /api/specialist-topics', { signal }),
    retry: onceMore,
  });
  const knowing = (data?.topics ?? []).filter((one) => one.topic === topic);
  // by name while nobody knows more about it
  const byName = way === 'name' || knowing.length === 0;
  const at = knowing.find(({ premisesId }) => premisesId === branch)?.premisesId ?? null;
  const named = to === undefined ? undefined : { toStaff: to.personId, toPremises: null };
  const whom = byName ? named : { toStaff: null, toPremises: at };
  return { knowing, byName, whom, at, to, setTo, setWay, setBranch };
}

export function ToWhom({ addressing }: { addressing: ReturnType<typeof useAddressing> }) {
  const { t } = useLingui();
  const { knowing, byName, at, to, setTo, setWay, setBranch } = addressing;
  return (
    <>
      {knowing.length > 0 && (
        <ChoiceField<Way>
          label={t`Put it to`}
          options={[
            { value: 'speciality', says: t`whoever knows about it` },
            { value: 'name', says: t`a colleague by name` },
          ]}
          value={byName ? 'name' : 'speciality'}
          onChoose={setWay}
        />
      )}
      {byName ? (
        <FindSomebody
          label={t`To whom?`}
          hint={t`The beginning of a name.`}
          nobody={t`Nobody who serves customers is called like that.`}
          chosen={to}
          useFound={useSpecialists}
          onChoose={setTo}
        />
      ) : (
        <Branch knowing={knowing} branch={at ?? anyBranch} onChoose={setBranch} />
      )}
    </>
  );
}

/** At which branch they should be who answer. */
function Branch(props: { knowing: Knowing; branch: string; onChoose: (branch: string) => void }) {
  const { t } = useLingui();
  const all = props.knowing.reduce((sum, { colleagues }) => sum + colleagues, 0);
  const many = (n: number) => plural(n, { one: '# colleague', other: '# colleagues' });
  return (
    <SelectField
      label={t`At which branch?`}
      hint={t`They see what it is about; whose it is and what you ask, only whoever takes it.`}
      value={props.branch}
      onChange={({ target }) => props.onChoose(target.value)}
    >
      <option value={anyBranch}>
        {t`At any`} ({many(all)})
      </option>
      {props.knowing.flatMap(({ premisesId, premises, colleagues }) =>
        premisesId === null ? (
          []
        ) : (
          <option key={premisesId} value={premisesId}>
            {premises} ({many(colleagues)})
          </option>
        ),
      )}
    </SelectField>
  );
}

function useSpecialists(named: string) {
  return useQuery({
    queryKey: ['specialists', named],
    queryFn: async ({ signal }) => {
      const { specialists } = await call<typeof findSpecialists>('POST /api/specialist-searches', {
        body: { named },
        signal,
      });
      return specialists.map(({ staffId, fullName, role, premises }) => ({
        ...{ personId: staffId, name: fullName, more: [role, premises] },
      }));
    },
    enabled: named.length >= 2,
  });
}
