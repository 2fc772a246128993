/** Asking what a draft would change, and reading it. */
import { defaultOptions } from '#bank/products/actions.ts';
import type { Body, Params, Reply } from '#platform/contract.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { ask, house } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './simulating-contract.ts';
import { leastSample } from './simulating-contract.ts';
import * as queries from './simulating-queries.ts';

/**
 * @param demandSound throws when something is wrong with the draft: what is not sound decides for nobody
 * @throws Failure `too-many` to whoever has asked for twenty within a day
 */
export async function askSimulation(
  session: SignedIn,
  draftId: string,
  simulationId: string,
  { sample, seed }: Body<typeof contract.askSimulation>,
  demandSound: (tx: Transaction, draftId: string) => Promise<void>,
): Promise<Reply<typeof contract.askSimulation>> {
  return house(session.database, 'earshot_staff', async (tx) => {
    await demandSound(tx, draftId);
    await tx.rows(queries.askSimulation, { simulationId, draftId, sample, seed, token: session.token });
    return { simulationId };
  });
}

export async function listSimulations(
  { database }: SignedIn,
  draftId: string,
): Promise<Reply<typeof contract.listSimulations>> {
  return house(database, 'earshot_staff', async (tx) => {
    const rows = await tx.rows(queries.simulationsOf, { draftId });
    const examples = await Promise.all(
      rows.map(({ simulation_id: simulationId }) => tx.rows(queries.examplesOf, { simulationId })),
    );
    const simulations = rows.map((row, at) => ({
      ...{ simulationId: row.simulation_id, sample: row.sample, seed: row.seed, state: row.state },
      ...{ total: row.total, looked: row.looked_at, isOfThis: row.is_of_this, askedBy: row.asked_by },
      rulesChanged: row.rules_changed,
      ...{ askedAt: row.asked_at.toString(), finishedAt: row.finished_at?.toString() ?? null },
      result: row.result && {
        ...row.result,
        ...orderedBy(row.result.propensities),
        about: row.result.about.map((one) => ({ ...one, title: titleOf(one.about) })),
      },
      examples: (examples[at] ?? []).map(({ number, about, gains, row_before, row_after }) => ({
        ...{ number, about, title: titleOf(about), gains, before: row_before, after: row_after },
      })),
    }));
    return { simulations };
  });
}

/** Of a simulation from before they were looked at: undefined. */
function orderedBy(propensities: number | null | undefined) {
  if (propensities === undefined) return { ordered: 'left out', propensities: null } as const;
  return { ordered: propensities === null ? 'by none' : 'by propensities', propensities } as const;
}

const titleOf = (about: string) => defaultOptions.find(({ code }) => code === about)?.title ?? null;

/**
 * Has just this draft been simulated to the end, by the rules that there are now?
 * @throws Failure `does-not-fit`; `rules-changed` when others have come into force since
 */
export async function demandSimulated(tx: Transaction, draftId: string): Promise<void> {
  const rows = await tx.rows(queries.simulationsOf, { draftId });
  const its = rows.filter(
    ({ state, is_of_this, sample }) =>
      state === 'finished' && is_of_this && (sample === null || sample >= leastSample),
  );
  if (its.length === 0)
    throw new Failure('does-not-fit', { fields: [{ field: '/', says: 'Simulate just this draft first.' }] });
  if (its.every((one) => one.rules_changed)) throw new Failure('rules-changed');
}

/** @throws Failure `no-ground` to whoever has no reason to open that file */
export async function openExample(
  { database, token }: SignedIn,
  { simulationId, number }: Params<typeof contract.openExample>,
): Promise<Reply<typeof contract.openExample>> {
  const [row] = await ask(database, queries.exampleOf, { token, simulationId, number });
  if (row?.customer_id == null) throw new Failure('not-found');
  return { customerId: row.customer_id };
}
