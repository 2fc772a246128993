/**
 * Screens that face customers. Each is a browser with a secret of its own, in a cookie that opens nothing of
 * the workspace; paired, it is shown what is meant for it and answers for whoever stands before it.
 */
import { createHash, randomInt } from 'node:crypto';
import { hashToken, newToken } from '#platform/auth/secrets.ts';
import type { Body, Reply } from '#platform/contract.ts';
import { standAtBell } from '#platform/database/bell.ts';
import type { RowOf } from '#platform/database/statement.ts';
import { ask } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { Door, SignedIn } from '#platform/http/route.ts';
import type { ShownCard } from './contract.ts';
import type * as contract from './pairing-contract.ts';
import * as queries from './pairing-queries.ts';
import { cardOf, codeLetters, plainCode } from './rules.ts';

/** Shorter than what proxies allow an answer to take. */
const waitMilliseconds = 20_000;

/** What the screen shows now. When it has `seen` that already, the answer waits for something new. */
export async function screen(door: Door, seen: string | undefined): Promise<Reply<typeof contract.screen>> {
  const hash = hashToken(door.screen ?? '');
  const [known] = await ask(door.database, queries.screenOf, { hash });
  if (known === undefined) return marked({ state: 'new', kind: null, card: null, board: [] });
  const waiting = await standAtBell(door.database, known.bell, hash.toString('hex'));
  try {
    const now = await shownOn(door, hash);
    if (now.mark !== seen) return now;
    await waiting.rung(
      now.card ? Math.min(waitMilliseconds, now.card.secondsLeft * 1000) : waitMilliseconds,
      door.gone,
    );
    return await shownOn(door, hash);
  } finally {
    waiting.leave();
  }
}

export async function askCode(
  door: Door,
  kind: Body<typeof contract.askCode>['kind'],
): Promise<Reply<typeof contract.askCode>> {
  const [known] = await ask(door.database, queries.screenOf, { hash: hashToken(door.screen ?? '') });
  if (known?.paired) throw new Failure('not-now');
  // a screen whose pairing is over begins anew, with another secret
  const secret = known && door.screen ? door.screen : newToken();
  const code = Array.from({ length: 8 }, () => codeLetters[randomInt(codeLetters.length)]).join('');
  const asked = { hash: hashToken(secret), codeHash: hashToken(code), kind, address: door.address };
  const [row] = await ask(door.database, queries.askCode, asked);
  door.setScreen(secret);
  return { code: `${code.slice(0, 4)}-${code.slice(4)}`, seconds: row?.seconds ?? 0 };
}

export async function answerOnScreen(door: Door, given: Body<typeof contract.answerOnScreen>): Promise<null> {
  await ask(door.database, queries.answerOnScreen, { hash: hashToken(door.screen ?? ''), ...given });
  return null;
}

export async function screens(session: SignedIn): Promise<Reply<typeof contract.screens>> {
  const rows = await ask(session.database, queries.pairedScreens, { token: session.token });
  return {
    screens: rows.map((row) => ({
      screenId: row.screen_id,
      kind: row.kind,
      stationName: row.station_name,
      here: row.here,
      pairedAt: row.paired_at.toString(),
    })),
  };
}

/** @throws Failure `not-found` when no screen shows this code now; `too-many` after five wrong ones */
export async function pairScreen(
  session: SignedIn,
  code: string,
): Promise<Reply<typeof contract.pairScreen>> {
  const hash = hashToken(plainCode(code));
  const [row] = await ask(session.database, queries.pairScreen, { token: session.token, hash });
  if (!row?.screen_id) throw new Failure('not-found');
  return { screenId: row.screen_id };
}

export async function unpairScreen(session: SignedIn, screenId: string): Promise<null> {
  await ask(session.database, queries.unpairScreen, { token: session.token, screenId });
  return null;
}

async function shownOn(door: Door, hash: Buffer): Promise<Reply<typeof contract.screen>> {
  const [known] = await ask(door.database, queries.screenOf, { hash });
  if (known === undefined) return marked({ state: 'new', kind: null, card: null, board: [] });
  const { kind } = known;
  if (!known.paired) return marked({ state: 'unpaired', kind, card: null, board: [] });
  if (kind === 'waiting board') {
    const rows = await ask(door.database, queries.waitingBoard, { hash });
    return marked({ state: 'paired', kind, card: null, board: rows.map(calledOf) });
  }
  const [row] = await ask(door.database, queries.screenCard, { hash });
  return marked({ state: 'paired', kind, card: row ? cardOf(row) : null, board: [] });
}

const calledOf = (row: RowOf<typeof queries.waitingBoard>) => ({
  queueNumber: row.queue_number,
  firstName: row.first_name,
  called: row.called,
  goTo: row.go_to,
});

/** The mark is the same for as long as the screen shows the same; time alone changes nothing. */
function marked(
  shown: Omit<Reply<typeof contract.screen>, 'mark'> & { card: ShownCard | null },
): Reply<typeof contract.screen> {
  const lasting = JSON.stringify([shown.state, shown.kind, shown.card?.confirmationId, shown.board]);
  return { ...shown, mark: createHash('sha256').update(lasting).digest('hex').slice(0, 32) };
}
