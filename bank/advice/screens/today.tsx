import { MyReferrals } from './my-referrals.tsx';

/** What advice has for Today; loaded after what stands there first. */
export default function AdviceToday() {
  return <MyReferrals />;
}
