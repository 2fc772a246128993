import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useEffectEvent, useState } from 'react';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { returnFromProvider, returnWithProof } from '../../contract.ts';
import { Alone } from './alone.tsx';

/** Where the identity provider sends the browser back to; then it is as if one had signed in here. */
export default function SignedOn() {
  const { t } = useLingui();
  const [returned] = useState(() => location.search.slice(1));
  const told = useProblemWords();
  const coming = useAction(comeBack);
  const begin = useEffectEvent(async () => {
    // What came back is good once, and belongs in no history.
    history.replaceState(null, '', '/signed-on');
    if ((await coming.run(returned)) !== undefined) location.replace('/');
  });
  useEffect(() => void begin(), []);
  return (
    <Alone title={t`Single sign-on`}>
      {coming.problem === undefined ? (
        <LoadingShape kind="text" rows={3} />
      ) : (
        <ProblemNotice problem={told(coming.problem)}>
          <a href="/">
            <Trans>Back to the sign-in</Trans>
          </a>
        </ProblemNotice>
      )}
    </Alone>
  );
}

/** Whoever was signed in has proven again who they are; anybody else signs in. */
async function comeBack(returned: string) {
  const signedIn = await fetch('/api/me', { cache: 'no-store' }).then(({ ok }) => ok);
  return signedIn
    ? call<typeof returnWithProof>('POST /api/proofs/single-sign-on', { body: { returned } })
    : call<typeof returnFromProvider>('POST /api/single-sign-on', { body: { returned } });
}
