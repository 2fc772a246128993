import { useLingui } from '@lingui/react/macro';
import { IconBuildingBank } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Button } from '#design/button.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { leaveForProvider, leaveToProve, signInChoices } from '../../contract.ts';

type Choices = Reply<typeof signInChoices>;

/** Which ways in there are; passwords until it is known. */
export function useSignInChoices(): Choices {
  const [choices, setChoices] = useState<Choices>({ singleSignOn: false, password: true });
  useEffect(() => {
    void call<typeof signInChoices>('GET /api/sign-in-choices').then(setChoices, () => undefined);
  }, []);
  return choices;
}

/** Goes to the bank's own identity provider: to sign in, or to prove again who one is. */
export function SingleSignOnButton({ prove }: { prove?: boolean }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const leaving = useAction(async (_nothing: undefined) => {
    const { address } = await (prove
      ? call<typeof leaveToProve>('POST /api/proofs/single-sign-on/begin')
      : call<typeof leaveForProvider>('POST /api/single-sign-on/begin'));
    location.assign(address);
    return null;
  });
  return (
    <>
      {leaving.problem !== undefined && <ProblemNotice problem={told(leaving.problem)} />}
      <Button
        size="large"
        wide
        icon={<IconBuildingBank aria-hidden="true" />}
        busy={leaving.busy}
        onClick={() => void leaving.run(undefined)}
      >
        {t`Use the bank's single sign-on`}
      </Button>
    </>
  );
}
