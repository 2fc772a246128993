/**
 * Why a run cannot go on, in a sentence for the person who sent the extract. It never holds a customer's
 * value.
 */
import { say } from './sayings.ts';
export class FeedProblem extends Error {
  constructor(says: string, cause?: unknown) {
    super(says, cause === undefined ? {} : { cause });
    this.name = 'FeedProblem';
  }
}

/** Somebody asked the run to stop, or the process is ending. */
export class Stopped extends Error {
  constructor() {
    super(say('stopped'));
    this.name = 'Stopped';
  }
}
