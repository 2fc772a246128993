/**
 * Pages that the server writes itself, for people who read about the API: without a script, in the colours
 * and sizes of the apps (design/tokens.css), light or dark as the reader's system is.
 */
import { readFileSync } from 'node:fs';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Text that is safe in HTML. */
export interface Html {
  readonly html: string;
}

/** Markup with its values made safe: text is escaped, Html is not, lists are joined, nothing is nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: parts.map((part, n) => part + (n < values.length ? safe(values[n]) : '')).join('') };
}

export type Value = string | number | Html | readonly Value[] | false | undefined;

function safe(value: Value): string {
  if (value === undefined || value === false) return '';
  if (Array.isArray(value)) return value.map(safe).join('');
  if (typeof value === 'object') return (value as Html).html;
  return String(value).replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export interface Page {
  title: string;
  /** Beside the page on a wide screen: where to go in it. */
  aside?: Html;
  body: Html;
}

/** Sends it with the nonce of this answer, which its style needs. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, page: Page): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(pageOf(page, request.nonce).html);
}

function pageOf({ title, aside, body }: Page, nonce: string): Html {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
    <title>${title} · Earshot</title>
    <style nonce="${nonce}">${{ html: style }}</style></head>
    <body${{ html: aside ? ' data-aside' : '' }}><a class="skip" href="#main">To the content</a>
    ${aside && html`<nav aria-label="Contents">${aside}</nav>`}
    <main id="main" tabindex="-1">${body}</main></body></html>`;
}

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');

const style = (read('../../design/tokens.css') + read('pages.css')).replaceAll(/\/\*[\s\S]*?\*\//g, '');
