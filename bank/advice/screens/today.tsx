import { MyReferrals } from './my-referrals.tsx';
import { Prompts } from './prompts.tsx';
import { WaitingReferrals } from './waiting-referrals.tsx';

/** What advice has for Today; loaded after what stands there first. */
export default function AdviceToday() {
  return (
    <>
      <MyReferrals />
      <WaitingReferrals />
      <Prompts />
    </>
  );
}
