import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { codeState, showCode } from '../../vouching-contract.ts';
import style from './vouching.module.css';

/** The customer wonders whether it is really the bank: a code that she checks for herself. */
export function ShowItIsUs({ visitId }: { visitId: string }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t`Show them it is us`}</Button>
      {open && <Code visitId={visitId} onClose={() => setOpen(false)} />}
    </>
  );
}

function Code({ visitId, onClose }: { visitId: string; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const [shown, setShown] = useState<{ codeId: string; code: string }>();
  const asking = useAction(async (_again: undefined, key) => {
    setShown(
      await call<typeof showCode>('POST /api/visits/:visitId/vouching-codes', { params: { visitId }, key }),
    );
  });
  const begin = useEffectEvent(() => void asking.run(undefined));
  useEffect(() => begin(), []);
  return (
    <Dialog
      title={t`Show them it is us`}
      onClose={onClose}
      actions={
        <>
          <Button busy={asking.busy} onClick={() => void asking.run(undefined)}>{t`Another code`}</Button>
          <Button look="primary" onClick={onClose}>{t`Done`}</Button>
        </>
      }
    >
      {asking.problem !== undefined && <ProblemNotice problem={told(asking.problem)} />}
      <p>
        <Trans>
          Say this code. They open the portal's own address themselves, choose “Is this really my bank?” and
          type it. Never send them a link.
        </Trans>
      </p>
      <p className={style.code} aria-live="polite">
        {shown && `${shown.code.slice(0, 4)} ${shown.code.slice(4)}`}
      </p>
      {shown && <Standing key={shown.codeId} codeId={shown.codeId} />}
    </Dialog>
  );
}

function Standing({ codeId }: { codeId: string }) {
  const { t } = useLingui();
  const { data } = useQuery({
    queryKey: ['vouching code', codeId],
    queryFn: ({ signal }) =>
      call<typeof codeState>('GET /api/vouching-codes/:codeId', { params: { codeId }, signal }),
    refetchInterval: ({ state }) => (state.data?.checked || state.data?.secondsLeft === 0 ? false : 2_000),
  });
  if (data?.checked) return <Notice>{t`They have checked it, signed in: it is us.`}</Notice>;
  if (data?.secondsLeft === 0)
    return <Notice tone="amber">{t`Ten minutes are over. Show another code.`}</Notice>;
  if (data?.seen) return <Notice>{t`They have checked it without signing in.`}</Notice>;
  return <p className={style.soft}>{t`Good once, for ten minutes, while you are with them.`}</p>;
}
