/**
 * The door: one HTTP server per app. It finds out who is there, checks the permission that the contract
 * names, the request and the reply, and turns errors into problem details. It knows no bank words.
 */
import { Readable } from 'node:stream';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Provider } from '../auth/single-sign-on.ts';
import { networkOf } from '../auth/throttle.ts';
import type { Contract } from '../contract.ts';
import type { Database } from '../database/pool.ts';
import type { Releasing } from '../database/vault.ts';
import { Failure } from '../errors.ts';
import { describeApi } from './api-page.ts';
import { checkOf, parseJson } from './checks.ts';
import { compilersFactory } from './compiling.ts';
import { hiderOf, refuserOf } from './fields.ts';
import { cookieOptions, refuseOtherSites, secure } from './headers.ts';
import { type Once, onceOf } from './idempotency.ts';
import { logger } from './log.ts';
import { measure } from './metrics.ts';
import { problemOf } from './problems.ts';
import { type Call, type Door, demandFresh, type Route, type SignedIn } from './route.ts';
import { type Beside, serveApp } from './static.ts';

export interface ServerOptions {
  name: 'workspace' | 'portal';
  database: Database;
  routes: readonly Route[];
  /** Whose token is it? undefined: nobody's. */
  /** @param byItself asked by the page and not by a person: the idle limit stays where it is */
  authenticate(database: Database, token: string, byItself?: boolean): Promise<SignedIn | undefined>;
  /** May this role? Default: no. */
  allows(role: string, permission: string): boolean;
  /** Where people reach it; undefined: the loopback port it listens on. */
  origin?: string | undefined;
  /** Where the other app is reached, for whoever reads about the API. */
  otherApp?: () => string;
  /** The bank's own identity provider, for staff. */
  provider?: Provider | undefined;
  /** Where the built app lies; undefined: only the API. */
  appFolder?: string | undefined;
  /** Pages of their own beside the app: at these addresses, built into that folder. */
  beside?: Beside;
  logLevel: string;
  /** A receipt for each answer: what the vault is to ask for, and the header's value afterwards. */
  receipts?: (() => AnswerReceipt) | undefined;
  /** More to say of this app's health: figures by name, for /health/ready and /metrics. */
  health?: (() => Promise<Record<string, number>>) | undefined;
  /** The proxy in front, whose word about addresses counts; undefined: there is none. */
  trustedProxy?: string | undefined;
  /** Requests a minute from one sign-in; from one address ten times as many. */
  requestsPerMinuteMax?: number;
}

export interface AnswerReceipt {
  releasing: Releasing;
  value(): string | undefined;
}

/** A server that does not listen yet. */
export async function makeServer(options: ServerOptions): Promise<FastifyInstance> {
  const server = Fastify({
    loggerInstance: logger(options.logLevel, options.name) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 262_144,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 30_000,
    routerOptions: { maxParamLength: 1400 },
    trustProxy: options.trustedProxy ?? false,
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    schemaController: { compilersFactory },
    // An address that cannot be read, or is too long, is none of ours; the framework would repeat it.
    frameworkErrors: (_error, request, reply) => {
      answerProblem(new Failure('not-found'), request, reply);
    },
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_request: FastifyRequest, text: string) => (text === '' ? undefined : parseJson(text)),
  );
  // Browsers report what the content policy stopped; that it happened is enough to know.
  server.addContentTypeParser('application/csp-report', { parseAs: 'string' }, async () => undefined);
  await server.register(cookie);
  const limited = await limit(server, options.requestsPerMinuteMax ?? 1200);
  server.decorateRequest('nonce', '');
  server.decorateRequest('sessionId', '');
  server.addHook('onRequest', async (request, reply) => {
    request.nonce = secure(request, reply);
    refuseOtherSites(request);
  });
  server.setErrorHandler((error, request, reply) => answerProblem(error, request, reply));
  server.setNotFoundHandler((request, reply) => answerProblem(new Failure('not-found'), request, reply));
  const end = measure(server, options.name, options.health);
  const stopping = new AbortController();
  server.addHook('preClose', async () => stopping.abort());
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    end(request.method, route, reply.statusCode, reply.elapsedTime);
    request.log.info({
      ...{ method: request.method, route, status: reply.statusCode },
      milliseconds: Math.round(reply.elapsedTime),
      // who: whoever may read the vault's records finds the person by it, and nobody else
      ...(request.sessionId === '' ? {} : { session: request.sessionId }),
    });
  });
  const once = onceOf(options.name);
  for (const route of options.routes) addRoute(server, { ...options, limited, once }, route, stopping.signal);
  addHealth(server, options);
  describeApi(server, options);
  if (options.appFolder !== undefined) {
    const isKnown = (request: FastifyRequest) => request.cookies[cookieName(options.name)] !== undefined;
    await serveApp(server, options.appFolder, isKnown, options.beside);
  }
  return server;
}

declare module 'fastify' {
  interface FastifyRequest {
    nonce: string;
    /** Of the sign-in, once it is known; not the token. */
    sessionId: string;
  }
}

export const cookieName = (app: string) => `__Host-earshot-${app}`;
const stationCookie = (app: string) => `__Host-earshot-${app}-station`;
const deviceCookie = (app: string) => `__Host-earshot-${app}-device`;
const screenCookie = '__Host-earshot-screen';
const awayCookie = (app: string) => `__Host-earshot-${app}-away`;

/**
 * So many requests a minute of one sign-in, and ten times as many from one place, where many may sit: a
 * cookie that is only claimed is no key.
 * @returns the limit of sign-ins, to be asked once it is known whose the request is
 */
async function limit(server: FastifyInstance, perMinute: number): Promise<Limiting['limited']> {
  const timeWindow = 60_000;
  const tooMany = () => new Failure('too-many', { retryAfterSeconds: 60 });
  await server.register(rateLimit, {
    ...{ max: perMinute * 10, timeWindow, errorResponseBuilder: tooMany },
    keyGenerator: ({ ip }) => networkOf(ip),
  });
  const ofSession = server.createRateLimit({
    ...{ max: perMinute, timeWindow, keyGenerator: ({ sessionId }: FastifyRequest) => sessionId },
  });
  return async (request) => {
    const { isAllowed, ...asked } = await ofSession(request);
    if (!isAllowed && 'isExceeded' in asked && asked.isExceeded) throw tooMany();
  };
}

type Limiting = ServerOptions & { limited(request: FastifyRequest): Promise<void>; once: Once };

function addRoute(
  server: FastifyInstance,
  options: Limiting,
  { contract, answer }: Route,
  stopping: AbortSignal,
): void {
  const [method, url] = contract.route.split(' ') as [string, string];
  const check = {
    params: contract.params && checkOf(contract.params, true),
    query: contract.query && checkOf(contract.query, true),
    body: contract.body && checkOf(contract.body, false),
  };
  const hide = hiderOf(contract.reply);
  const refuse = contract.body && refuserOf(contract.body);
  server.route({
    method,
    url,
    schema: { response: { 200: contract.reply } },
    handler: async (request, reply) => {
      const receipt = options.receipts?.();
      const known = await whoIs(options, contract, request);
      const session = known && receipt ? { ...known, releasing: receipt.releasing } : known;
      const call = {
        session,
        params: check.params?.(request.params),
        query: check.query?.(request.query),
        body: check.body?.(request.body),
        version: contract.versioned ? versionOf(request) : 0,
        newId: '',
        door: doorOf(options, request, reply, stopping),
      } as unknown as Call<Contract, never>;
      const can = (permission: string) => session !== undefined && options.allows(session.role, permission);
      refuse?.(call.body, can);
      const result =
        contract.creates && session
          ? await options.once(session, contract, asked(request, call), (newId) => answer({ ...call, newId }))
          : await answer(call);
      const released = receipt?.value();
      if (released !== undefined) {
        reply.header('earshot-receipt', released);
        request.log.info({ receipt: released });
      }
      if (result instanceof Readable) return reply.send(result);
      const version = versionIn(result, contract.etag);
      if (version !== undefined) reply.header('etag', `"${version}"`);
      return reply.send(hide ? hide(result, can) : result);
    },
  });
}

/**
 * Alive: the process answers. Ready: the database does too; what more there is to say of it is not secret.
 * Without the key provider files still open, with what is sealed left out: that is told, but takes no server
 * out of service.
 */
function addHealth(server: FastifyInstance, { database, health }: ServerOptions): void {
  server.get('/health/live', async () => ({ status: 'live' }));
  server.get('/health/ready', async () => {
    const client = await database
      .pool('earshot_staff')
      .connect()
      .catch((cause) => {
        throw new Failure('unavailable', { cause });
      });
    try {
      await client.query('SELECT 1');
    } finally {
      client.release();
    }
    return { status: 'ready', keys: await database.keys.state(), ...(await health?.()) };
  });
  server.post('/api/csp-reports', async (request) => {
    request.log.warn({ code: 'csp-report' });
    return null;
  });
}

async function whoIs(
  options: Limiting,
  contract: Contract,
  request: FastifyRequest,
): Promise<SignedIn | undefined> {
  if (contract.permission === 'nobody') return undefined;
  const token = request.cookies[cookieName(options.name)];
  // the page knows best whether anybody has touched it; of what says nothing the contract decides
  const said = request.headers['by-itself'];
  const byItself = said === undefined ? contract.byItself === true : said !== '0';
  const session =
    token === undefined ? undefined : await options.authenticate(options.database, token, byItself);
  if (session === undefined) throw new Failure('sign-in-required');
  request.sessionId = session.sessionId;
  await options.limited(request);
  if (session.locked && !contract.whileLocked) throw new Failure('locked');
  if (contract.permission !== 'anybody' && !options.allows(session.role, contract.permission)) {
    throw new Failure('not-allowed');
  }
  if (contract.fresh) demandFresh(session);
  return session;
}

const asked = ({ headers }: FastifyRequest, { params, body }: Call<Contract, never>) => ({
  ...{ key: headers['idempotency-key'], params, body },
});

/** What If-Match takes of what is answered. */
function versionIn(result: unknown, path = 'version'): number | undefined {
  let at: unknown = result;
  for (const name of path.split('.')) at = (at as Record<string, unknown> | null)?.[name];
  return typeof at === 'number' ? at : undefined;
}

function versionOf(request: FastifyRequest): number {
  const match = /^"(\d{1,9})"$/.exec(request.headers['if-match'] ?? '');
  if (match === null) throw new Failure('version-needed');
  return Number(match[1]);
}

function doorOf(
  options: ServerOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  stopping: AbortSignal,
): Door {
  const tokenCookie = cookieName(options.name);
  return {
    database: options.database,
    address: request.ip,
    origin: options.origin ?? originOf(request.server),
    agent: request.headers['user-agent'] ?? '',
    provider: options.provider,
    device: request.cookies[deviceCookie(options.name)],
    screen: request.cookies[screenCookie],
    gone: AbortSignal.any([request.signal, stopping]),
    setScreen: (secret) => reply.setCookie(screenCookie, secret, { ...cookieOptions, maxAge: 24 * 3600 }),
    setToken(token) {
      if (token === undefined) reply.clearCookie(tokenCookie, cookieOptions);
      else reply.setCookie(tokenCookie, token, cookieOptions);
    },
    setDevice(device) {
      reply.setCookie(deviceCookie(options.name), device, { ...cookieOptions, maxAge: 365 * 24 * 3600 });
    },
    station: request.cookies[stationCookie(options.name)],
    setStation(secret) {
      reply.setCookie(stationCookie(options.name), secret, { ...cookieOptions, maxAge: 365 * 24 * 3600 });
    },
    away: request.cookies[awayCookie(options.name)],
    setAway(secret) {
      const cookie = awayCookie(options.name);
      if (secret === undefined) reply.clearCookie(cookie, cookieOptions);
      else reply.setCookie(cookie, secret, { ...cookieOptions, maxAge: 600 });
    },
    setFile(name, type) {
      reply
        .type(type)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
    },
  };
}

/** The address of a server on the loopback; the port is known once it listens. */
export function originOf(server: FastifyInstance): string {
  const address = server.server.address();
  return `http://localhost:${typeof address === 'object' ? address?.port : address}`;
}

function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error, request.id);
  // The cause goes to the log by its name and code only: messages of the database can hold values.
  if (problem.status >= 500) request.log.error({ code: problem.code, cause: namesOf(error) });
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds);
  return reply
    .status(problem.status)
    .header('content-type', 'application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem);
}

function namesOf(error: unknown): string[] {
  const names: string[] = [];
  for (let at: unknown = error; at instanceof Error && names.length < 5; at = at.cause) {
    const { code, routine } = at as { code?: string; routine?: string };
    const frame = at.stack
      ?.split('\n')
      .find((line) => /^\s+at /.test(line))
      ?.trim();
    names.push([at.name, code, routine, frame].filter(Boolean).join(' '));
  }
  return names;
}
