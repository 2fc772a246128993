import { Trans } from '@lingui/react/macro';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { Problem } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';

/** Why a choice does not count. Chosen elsewhere meanwhile, it is shown as it stands now. */
export function ChoiceProblem({ problem }: { problem: unknown }) {
  const told = useProblemWords();
  if (problem === undefined) return null;
  if (!(problem instanceof Problem) || problem.code !== 'changed')
    return <ProblemNotice problem={told(problem)} />;
  return (
    <div role="alert">
      <Notice tone="amber">
        <Trans>
          Something of yours was changed elsewhere meanwhile. This is how it stands: choose again.
        </Trans>
      </Notice>
    </div>
  );
}
