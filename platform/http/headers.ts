/** What browsers are told and what they must show: security.md rows 21-34, 80-82. */
import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '../errors.ts';

export const cookieOptions = { path: '/', httpOnly: true, secure: true, sameSite: 'strict' } as const;

const cameFrom = new Set(['same-origin', 'none']);

/**
 * Refuses what another site sends in the user's name. Browsers say where a request comes from; a program that
 * is no browser says nothing and has no cookie to abuse.
 */
export function refuseOtherSites(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers['sec-fetch-site'];
  if (typeof site === 'string' && !cameFrom.has(site)) throw new Failure('cross-site');
  const { origin } = request.headers;
  if (origin !== undefined && new URL(origin, 'null://').host !== request.headers.host)
    throw new Failure('cross-site');
}

/** @returns the nonce of this response, for style elements that the apps make */
export function secure(request: FastifyRequest, reply: FastifyReply): string {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    'report-uri /api/csp-reports',
  ];
  reply.headers({
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), interest-cohort=()',
    'cache-control': 'no-store',
  });
  // Browsers ignore it over plain HTTP; on loopback it would bind other programs of the same host.
  if (!/^(localhost|127\.|\[::1\])/.test(request.headers.host ?? '')) {
    reply.header('strict-transport-security', 'max-age=63072000; includeSubDomains');
  }
  return nonce;
}
