import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { chooseHelp, ownHelp } from '#bank/needs/contract.ts';
import { CheckField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { choicesOf } from '#platform/browser/choices.ts';
import { useOwn } from '#platform/browser/own.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import { ChoiceProblem } from './choice-problem.tsx';
import type { Choose } from './one-by-one.ts';
import style from './portal.module.css';

type Adaptation = Body<typeof chooseHelp>['adaptations'][number];

/** What helps her, said once: at every branch, on every screen and on paper. Nobody asks why. */
export function Helped({ choose: oneByOne }: { choose: Choose }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const query = useOwn((signal) => call<typeof ownHelp>('GET /api/own-help', { signal }));
  const { again } = query;
  // what was ticked stands at once: the next tick builds on it
  const [ticked, setTicked] = useState<readonly Adaptation[]>();
  const chosen = ticked ?? query.data?.adaptations ?? [];
  const choosing = useAction((body: { adaptations: Adaptation[] }) =>
    oneByOne(query.data?.version ?? 0, (version) =>
      call<typeof chooseHelp>('PUT /api/own-help', { body, version }),
    ),
  );
  const choose = async (kind: Adaptation, wanted: boolean) => {
    const kinds = wanted ? [...chosen, kind] : chosen.filter((one) => one !== kind);
    setTicked(kinds);
    const done = await choosing.run({ adaptations: kinds });
    if (!done) {
      // chosen otherwise elsewhere, or not at all: what stands now is shown
      setTicked(undefined);
      return again();
    }
    if (kind === 'large print') {
      if (wanted) document.documentElement.dataset.print = 'large';
      else delete document.documentElement.dataset.print;
    }
    say(t`We do so from now on, everywhere.`);
  };
  return (
    <section className={style.section} aria-labelledby="helped">
      <h2 id="helped">
        <Trans>What helps you</Trans>
      </h2>
      <p>
        <Trans>Say it once; you need not say why. Staff see what to do and nothing else.</Trans>
      </p>
      <ChoiceProblem problem={choosing.problem} />
      {query.data === undefined && query.problem === undefined && <LoadingShape rows={4} kind="text" />}
      {query.problem !== undefined && <ProblemNotice problem={told(query.problem)} again={again} />}
      {query.data &&
        choicesOf(words).map((kind) => (
          <CheckField
            key={kind}
            label={t(words[kind].says)}
            hint={t(words[kind].more)}
            checked={chosen.includes(kind)}
            disabled={choosing.busy}
            onChange={({ target }) => void choose(kind, target.checked)}
          />
        ))}
    </section>
  );
}

const words: Record<Adaptation, { says: MessageDescriptor; more: MessageDescriptor }> = {
  'large print': { says: msg`Large print`, more: msg`Here, on the screens at a branch, and on paper.` },
  interpreter: { says: msg`An interpreter`, more: msg`Sign language too. We take more time for it.` },
  'clear speech': {
    says: msg`Come to me instead of calling me out`,
    more: msg`We speak clearly, face to face, and write figures down.`,
  },
  'in writing': {
    says: msg`One thing at a time, and in writing`,
    more: msg`What was said goes along with you on paper.`,
  },
  gently: { says: msg`No offers for now`, more: msg`Nobody suggests you anything to buy.` },
  'safe contact': {
    says: msg`Only the contacts that I marked as safe`,
    more: msg`We ring and write to no other, leave no message, and ask you nothing on your telephone.`,
  },
};
