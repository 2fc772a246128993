import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '#design/button.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { endOwnRestraint, ownRequests } from '../../own-rights-contract.ts';
import style from './my-data.module.css';

type Restraint = Reply<typeof ownRequests>['restraints'][number];

/** What must not be done with my data, until I say otherwise. */
export function Restraints(props: { restraints: Restraint[]; again: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const ending = useAction((restraintId: string) =>
    call<typeof endOwnRestraint>('POST /api/own-restraints/:restraintId/end', {
      params: { restraintId },
    }).then(() => true),
  );
  const end = async (restraintId: string) => {
    if (await ending.run(restraintId)) props.again();
  };
  return (
    <section className={style.section} aria-labelledby="restraints">
      <h2 id="restraints">
        <Trans>What your data is not used for</Trans>
      </h2>
      {ending.problem !== undefined && <ProblemNotice problem={told(ending.problem)} />}
      <ul className={style.list}>
        {props.restraints.map(({ restraintId, kind, since }) => {
          const day = formats.dateTime(since);
          return (
            <li key={restraintId}>
              <p className={style.title}>{t(kindWords[kind])}</p>
              <p className={style.small}>{t`since ${day}`}</p>
              <div className={style.deeds}>
                <Button size="small" look="quiet" busy={ending.busy} onClick={() => void end(restraintId)}>
                  <Trans>Allow it again</Trans>
                  <span className="unseen">: {t(kindWords[kind])}</span>
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const kindWords: Record<Restraint['kind'], MessageDescriptor> = {
  'storage only': msg`It is only kept, not used`,
  'no marketing': msg`Not for advertising`,
  'no profiling': msg`Not for conclusions about you`,
};
