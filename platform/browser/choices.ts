/**
 * The values that there are words for, in the order of the words: what a list offers. Contracts have them
 * too, but more than their types would bring the library of contracts into the browser.
 */
export const choicesOf = <Value extends string>(words: Readonly<Record<Value, unknown>>): Value[] =>
  Object.keys(words) as Value[];
