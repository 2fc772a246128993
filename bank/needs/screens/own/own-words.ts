/** Why she stands where she stands and may need what she may need, said to herself. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Need, Understanding } from '../words.ts';

type Value = NonNullable<Understanding['level']>['value'];

export const ownStandingWords: Record<Value, MessageDescriptor> = {
  basic: msg`Little comes in or is put by with us, as far as we can see.`,
  building: msg`An income comes in, or you have something put by with us.`,
  comfortable: msg`What comes in, or what you have put by with us, is more than usual.`,
  wealthy: msg`You have more than sixty usual months’ income with us.`,
  small: msg`By what your business takes in a year.`,
  middle: msg`By what your business takes in a year.`,
  large: msg`By what your business takes in a year.`,
  student: msg`You told us that you are studying.`,
  'starting out': msg`You are under thirty-five, and nothing else stands out.`,
  family: msg`Children live with you, as far as we were told.`,
  established: msg`You are over thirty-five, and nothing else stands out.`,
  'before retirement': msg`You are less than ten years from the usual age of retirement.`,
  'in retirement': msg`You told us so, a pension comes in, or you are of an age at which most have retired.`,
  bereaved: msg`Somebody close to you has died in the last two years.`,
  'in difficulty': msg`Payments were missed, your account was long overdrawn, or you said that it is hard.`,
  starting: msg`Your business has been with us for less than two years.`,
  growing: msg`Your business takes clearly more than a year ago.`,
  steady: msg`Your business takes about what it took a year ago, or there is no year yet to compare with.`,
  'handing over': msg`The owners of your business are sixty or older.`,
};

/** Where what the rule says is said of her, not to her. */
export const ownNeedWords: Partial<Record<Need['category'], MessageDescriptor>> = {
  studying: msg`You told us that you are studying.`,
  'business growth': msg`Your business takes clearly more than a year ago.`,
  'handing over': msg`The owners of your business are sixty or older.`,
};
