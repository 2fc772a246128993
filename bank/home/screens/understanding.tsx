import { OwnAdvice } from '#bank/advice/screens/own.tsx';
import { OwnReferrals } from '#bank/advice/screens/own-referrals.tsx';
import { OwnConversations } from '#bank/asking/screens/own.tsx';
import OwnUnderstanding from '#bank/needs/screens/own/page.tsx';

/** What we understand about her, and what follows from it. */
export default function Understanding() {
  return (
    <>
      <OwnUnderstanding />
      <OwnAdvice />
      <OwnReferrals />
      <OwnConversations />
    </>
  );
}
