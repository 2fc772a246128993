import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { ownConversations } from '../contract.ts';
import style from './conversation.module.css';
import { occasionWords } from './words.ts';

/** What was talked about, in her words. */
export function OwnConversations() {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const [own, setOwn] = useState<Reply<typeof ownConversations>>();
  const [problem, setProblem] = useState<unknown>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    setProblem(undefined);
    call<typeof ownConversations>('GET /api/own-conversations', { signal: leaving.signal })
      .then(setOwn)
      .catch((caught: unknown) => {
        if (!leaving.signal.aborted) setProblem(caught);
      });
    return () => leaving.abort();
  }, [turn]);
  return (
    <section aria-labelledby="own-conversations">
      <h2 id="own-conversations">
        <Trans>What we talked about</Trans>
      </h2>
      {problem !== undefined && <ProblemNotice problem={told(problem)} again={() => setTurn(turn + 1)} />}
      {own === undefined && problem === undefined && <LoadingShape rows={2} />}
      {own?.conversations.length === 0 && (
        <p>
          <Trans>Nothing yet. When you talk with us, the summary stands here.</Trans>
        </p>
      )}
      <ul className={style.questions}>
        {own?.conversations.map((one) => (
          <li key={one.conversationId} className={style.ask}>
            <strong>{t(occasionWords[one.occasion])}</strong>
            <span className={style.soft}>{formats.date(one.endedAt.slice(0, 10))}</span>
            <p>{one.summary ?? t`It cannot be read just now.`}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
