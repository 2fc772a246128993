/**
 * Takes a file that may be had once: by POST, so that no address, link or reload uses it up, and why it was
 * refused is said on the page.
 */
import { asked as plainly } from './ahead.ts';
import { Problem } from './api.ts';

/** @throws Problem for every answer that is not a file */
export async function takeFile(address: string, body: object): Promise<void> {
  const headers = { ...(plainly.headers as Record<string, string>), 'content-type': 'application/json' };
  const request = { ...plainly, method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(address, request).catch(() => {
    throw new Problem({ status: 0, code: 'offline' });
  });
  if (!response.ok)
    throw new Problem({ status: response.status, ...(await response.json().catch(() => ({}))) });
  const [, name = 'export'] =
    /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '') ?? [];
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = decodeURIComponent(name);
  link.click();
  // The browser has begun to keep it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
