import { Trans, useLingui } from '@lingui/react/macro';
import { CheckField } from '#design/field.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useOwn } from '#platform/browser/own.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { askOwnRight, endOwnRestraint, ownRequests } from '../../own-rights-contract.ts';
import style from './my-data.module.css';

/** Advertising and conclusions: what she has objected to, or has asked to have ended. */
export function Objections() {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const query = useOwn((signal) => call<typeof ownRequests>('GET /api/own-requests', { signal }));
  const { again } = query;
  const objecting = useAction((about: 'marketing' | 'profiling', key) =>
    call<typeof askOwnRight>('POST /api/own-requests', {
      ...{ body: { kind: 'objection', about, subject: null, words: null, proposed: null }, key },
    }).then(() => true),
  );
  const ending = useAction((restraintId: string) =>
    call<typeof endOwnRestraint>('POST /api/own-restraints/:restraintId/end', {
      params: { restraintId },
    }).then(() => true),
  );
  const problem = objecting.problem ?? ending.problem;
  const run = async (deed: Promise<boolean | undefined>) => {
    if (await deed) again();
  };
  const of = (about: 'marketing' | 'profiling') => {
    const restraint = query.data?.restraints.find(({ kind }) => kind === `no ${about}`);
    const asked = query.data?.requests.find(
      (one) => one.kind === 'objection' && one.about === about && one.state === 'open',
    );
    const due = asked && formats.date(asked.dueOn);
    const hint = {
      marketing: t`Advertising: nothing is offered to you that you did not ask about.`,
      profiling: t`Conclusions: nothing that a program worked out about you is used.`,
    }[about];
    return (
      <CheckField
        label={about === 'marketing' ? t`No advertising` : t`No conclusions about me`}
        hint={asked ? t`You have asked for it; we answer by ${due ?? ''}.` : hint}
        checked={restraint !== undefined || asked !== undefined}
        disabled={objecting.busy || ending.busy || asked !== undefined}
        onChange={() => void run(restraint ? ending.run(restraint.restraintId) : objecting.run(about))}
      />
    );
  };
  return (
    <section className={style.section} aria-labelledby="not-done">
      <h2 id="not-done">
        <Trans>What is not done with your data</Trans>
      </h2>
      {problem !== undefined && <ProblemNotice problem={told(problem)} />}
      {query.data === undefined && query.problem === undefined && <LoadingShape rows={2} kind="text" />}
      {query.problem !== undefined && <ProblemNotice problem={told(query.problem)} again={again} />}
      {query.data && (
        <>
          {of('marketing')}
          {of('profiling')}
        </>
      )}
    </section>
  );
}
