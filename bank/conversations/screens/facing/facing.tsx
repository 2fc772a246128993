import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import type { ShownCard } from '#bank/conversations/contract.ts';
import { Mark } from '#design/mark.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { FormatsProvider } from '#platform/browser/formats.tsx';
import { preferredLocale } from '#platform/browser/preferences.ts';
import { speak } from '#platform/browser/words.ts';
import type { answerOnScreen } from '../../pairing-contract.ts';
import { Board } from './board.tsx';
import { type Answer, ReadCard } from './card.tsx';
import style from './facing.module.css';
import { useFollowing } from './following.ts';

/** One screen, one thing: its code, what a customer is asked, who is called, or the bank's calm face. */
export function Facing({ kind }: { kind: 'second screen' | 'waiting board' }) {
  const { shown, code, lost, clear } = useFollowing(kind);
  const card = shown?.card ?? null;
  const language = card?.language;
  useEffect(() => {
    document.title = 'Earshot';
  }, []);
  // Whoever reads it is spoken to in their own language, where there are words of it.
  useEffect(() => void speak(language ?? preferredLocale(), 'screen'), [language]);
  const until = card?.confirmationId;
  const seconds = card?.secondsLeft ?? 0;
  useEffect(() => {
    if (until === undefined) return;
    const over = setTimeout(clear, seconds * 1000);
    return () => clearTimeout(over);
  }, [until]);
  return (
    <FormatsProvider
      locale={language ?? preferredLocale()}
      timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
    >
      <main className={style.facing} data-kind={kind}>
        <div aria-live="polite" className={style.stage}>
          {code !== undefined && <Unpaired kind={kind} code={code} />}
          {code === undefined && card !== null && <Asked card={card} onAnswered={clear} />}
          {code === undefined && card === null && kind === 'waiting board' && (
            <Board called={shown?.board ?? []} />
          )}
          {code === undefined && card === null && kind === 'second screen' && <Idle />}
        </div>
        {lost && (
          <p className={style.lost} role="status">
            <Trans>Just a moment: the connection is coming back.</Trans>
          </p>
        )}
      </main>
    </FormatsProvider>
  );
}

/** The bank's face when nothing is asked: nothing of anybody. */
function Idle() {
  return (
    <div className={style.idle}>
      <Mark />
      <h1>
        <Trans>Good to see you.</Trans>
      </h1>
    </div>
  );
}

function Unpaired({ kind, code }: { kind: 'second screen' | 'waiting board'; code: string }) {
  const { t } = useLingui();
  return (
    <div className={style.idle}>
      <Mark />
      <h1>{kind === 'waiting board' ? t`A board for the waiting area` : t`A second screen`}</h1>
      <p className={style.code} data-code>
        {code}
      </p>
      <p>
        <Trans>
          Type this code in the workspace, under Screens. It is good for five minutes and then replaced.
        </Trans>
      </p>
    </div>
  );
}

function Asked({ card, onAnswered }: { card: ShownCard; onAnswered: () => void }) {
  const answering = useAction((given: Answer) =>
    call<typeof answerOnScreen>('POST /api/screen/answers', {
      body: { confirmationId: card.confirmationId, ...given },
    }),
  );
  const answer = async (given: Answer) => {
    if ((await answering.run(given)) !== undefined) onAnswered();
  };
  return (
    <ReadCard
      key={card.confirmationId}
      card={card}
      busy={answering.busy}
      failed={answering.problem !== undefined}
      onAnswer={(given) => void answer(given)}
    />
  );
}
