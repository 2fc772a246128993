/**
 * Has anybody touched this window of late? What a page asks when nobody has, it asks by itself: the server
 * hears that (`by-itself`), and takes it for no sign that somebody is there.
 */

export const inputs = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Longer than the server's minute between two signs of somebody, and far shorter than any idle limit. */
const quietMilliseconds = 90_000;

let touched = Date.now();
const noticed = () => {
  touched = Date.now();
};
for (const input of inputs)
  globalThis.document?.addEventListener(input, noticed, { passive: true, capture: true });

/** The header to send along: 1 where nobody has touched this window of late, 0 where somebody has. */
export const byItself = () => ({ 'by-itself': Date.now() - touched > quietMilliseconds ? '1' : '0' });
