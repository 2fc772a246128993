import { ProblemNotice } from '#design/states.tsx';
import { Problem } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';

/** Why a feed could not be started, stopped or undone: with the server's own sentence where it has one. */
export function Refused({ problem }: { problem: unknown }) {
  const told = useProblemWords()(problem);
  if (problem === undefined) return null;
  const says = problem instanceof Problem ? problem.fields.map((field) => field.says) : [];
  return (
    <ProblemNotice problem={says.length === 0 ? told : { ...told, next: '' }}>
      {says.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </ProblemNotice>
  );
}
