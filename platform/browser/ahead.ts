/**
 * Answers that are asked for before the screen that needs them is there: while its script is on the way. Each
 * is handed out once, soon, and only as long as nothing was changed since.
 */

/** What every call sends along; an answer that came ahead must be the same answer. */
export const asked: RequestInit = {
  ...{ headers: { accept: 'application/json' }, credentials: 'same-origin', cache: 'no-store' },
};

/** Asks for this address now, unless it is being asked for. Never for something that may not be wanted. */
export function askAhead(address: string): void {
  if (fresh(address)) return;
  const answer = fetch(address, asked);
  // Whoever takes it hears of a failure; if nobody does, nobody needs to.
  answer.catch(() => undefined);
  waiting.set(address, { answer, since: performance.now() });
}

/** The answer that is on its way, once. */
export function takeAhead(address: string): Promise<Response> | undefined {
  const found = fresh(address);
  waiting.delete(address);
  return found?.answer;
}

/** Tells of the answer that is on its way; it stays for whoever takes it. */
export function hearAhead(address: string, tell: (answer: Response) => void): void {
  fresh(address)?.answer.then(tell, () => undefined);
}

/** After a sign-in, a move, a change, a failure: what was asked before may be another's, or old. */
export function forgetAhead(): void {
  waiting.clear();
}

const waiting = new Map<string, { answer: Promise<Response>; since: number }>();
const keptMilliseconds = 10_000;

function fresh(address: string) {
  const found = waiting.get(address);
  return found && performance.now() - found.since < keptMilliseconds ? found : undefined;
}
