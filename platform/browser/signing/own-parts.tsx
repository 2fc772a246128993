import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '../problem-words.ts';
import { useOwnSignIn } from './own-sign-in.ts';
import { PasskeyList } from './passkey-list.tsx';
import { PasswordPart } from './password-part.tsx';
import { SessionList, SignInHistory } from './session-list.tsx';
import style from './signing.module.css';

/** Everything about one's own sign-in, the same in both apps; the page around it is the app's. */
export default function OwnSignInParts() {
  const { own, problem, again } = useOwnSignIn();
  const told = useProblemWords();
  if (own === undefined)
    return problem === undefined ? (
      <LoadingShape rows={6} />
    ) : (
      <ProblemNotice problem={told(problem)} again={() => void again()} />
    );
  return (
    <div className={style.parts}>
      <PasskeyList own={own} again={again} />
      <SessionList own={own} again={again} />
      {own.hasPassword && <PasswordPart userName={own.userName} again={again} />}
      <SignInHistory own={own} />
    </div>
  );
}
