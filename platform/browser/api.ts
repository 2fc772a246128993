/**
 * The typed client of the API. Contracts give only their types, so that the schema library stays out of the
 * bundle:
 * `call<typeof signIn>('POST /api/sign-in', { body })`; the route is checked against the contract's.
 */
import type { Body, Params, Query, Reply } from '#platform/contract.ts';
import type { ErrorCode, FieldProblem } from '#platform/errors.ts';
import { forgetAhead, asked as plainly, takeAhead } from './ahead.ts';
import { byItself } from './touched.ts';

/**
 * Asks the server.
 * @throws Problem for every answer that is not 2xx, and when there is none; AbortError when `signal` says so
 */
export async function call<C>(
  route: RouteOf<C>,
  ...[asked]: Record<never, never> extends Asked<C> ? [asked?: Asked<C>] : [asked: Asked<C>]
): Promise<Reply<C>> {
  const [method, path] = (route as string).split(' ') as [string, string];
  const { params, query, body, key, version, signal, again } = (asked ?? {}) as Everything;
  const headers: Record<string, string> = { ...(plainly.headers as Record<string, string>), ...byItself() };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (key !== undefined) headers['idempotency-key'] = key;
  if (version !== undefined) headers['if-match'] = `"${version}"`;
  const request: RequestInit = { ...plainly, method, headers };
  if (body !== undefined) request.body = JSON.stringify(body);
  if (signal) request.signal = signal;
  const address = filled(path, params, query);
  if (method !== 'GET') forgetAhead();
  const response = await (takeAhead(address) ?? fetch(address, request)).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    forgetAhead();
    throw new Problem({ status: 0, code: 'offline' });
  });
  if (response.ok) return (response.status === 204 ? null : await response.json()) as Reply<C>;
  forgetAhead();
  const problem = new Problem({ status: response.status, ...(await response.json().catch(() => ({}))) });
  if (problem.code === 'sign-in-required') interruptions.dispatchEvent(new Event('signed out'));
  if (problem.code === 'locked') interruptions.dispatchEvent(new Event('locked'));
  if (problem.code === 'step-up' && (await proven()) && again !== false)
    return call<C>(route, asked as Asked<C>);
  throw problem;
}

/**
 * What a contract needs to be asked: its parameters, query and body, a key if it makes something, a version
 * if it changes.
 */
export type Asked<C> = Part<'params', Params<C>> &
  Part<'query', Query<C>> &
  Part<'body', Body<C>> &
  (C extends { creates: true }
    ? { /** The same for every try of one deed; see useAction. */ key: string }
    : unknown) &
  (C extends { versioned: true } ? { /** The version that was read. */ version: number } : unknown) & {
    signal?: AbortSignal;
    /**
     * false: after a proof that the server asked for (`step-up`) it is not asked again by itself, because its
     * answer would come too late to be of use.
     */
    again?: false;
  };

/** Why something did not work (RFC 9457). Words for people come from problem-words.ts, by its code. */
export class Problem extends Error {
  readonly status: number;
  readonly code: ErrorCode | 'offline';
  readonly fields: readonly FieldProblem[];
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(wire: ProblemOnTheWire) {
    super(wire.code ?? 'failed');
    this.name = 'Problem';
    this.status = wire.status;
    this.code = wire.code ?? 'failed';
    this.fields = wire.fields ?? [];
    this.requestId = wire.requestId;
    this.retryAfterSeconds = wire.retryAfterSeconds;
  }
}

/** Tells when any call found that nobody is signed in any more, or that the workspace is locked. */
export function onInterruption(what: 'signed out' | 'locked', act: () => void): () => void {
  interruptions.addEventListener(what, act);
  return () => interruptions.removeEventListener(what, act);
}

/**
 * Who asks for a fresh proof where the server wants one; true once it was given. Then the call is repeated.
 */
export function onStepUp(ask: () => Promise<boolean>): () => void {
  proof = ask;
  for (const early of waiting.splice(0)) early(ask);
  return () => {
    if (proof === ask) proof = undefined;
  };
}

export type RouteOf<C> = C extends { route: infer R extends string } ? R : never;

type Part<Name extends string, Value> = [Value] extends [undefined] ? unknown : { [N in Name]: Value };

interface Everything {
  params?: Record<string, string>;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  key?: string;
  version?: number;
  signal?: AbortSignal;
  again?: false;
}

interface ProblemOnTheWire {
  status: number;
  code?: ErrorCode | 'offline';
  fields?: FieldProblem[];
  requestId?: string;
  retryAfterSeconds?: number;
}

const interruptions = new EventTarget();
let proof: (() => Promise<boolean>) | undefined;
const waiting: ((ask: () => Promise<boolean>) => void)[] = [];

/** A file may be asked for while its page is loaded: then whoever asks for the proof is waited for. */
async function proven(): Promise<boolean> {
  const ask = proof ?? (await new Promise<() => Promise<boolean>>((resolve) => waiting.push(resolve)));
  return ask();
}

function filled(path: string, params: Everything['params'], query: Everything['query']): string {
  const filledPath = path.replace(/:(\w+)/g, (_all, name: string) =>
    encodeURIComponent(params?.[name] ?? ''),
  );
  const asked = Object.entries(query ?? {}).filter(
    (entry): entry is [string, string | number] => entry[1] !== undefined,
  );
  const search = new URLSearchParams(asked.map(([name, value]) => [name, String(value)])).toString();
  return search ? `${filledPath}?${search}` : filledPath;
}
