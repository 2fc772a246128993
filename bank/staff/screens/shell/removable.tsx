import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { hush } from '#design/say.tsx';

/**
 * What is taken out of the document while nobody sits there: not blurred, not hidden, but not in the page at
 * all. It waits in memory with everything that was typed, and comes back as it was.
 */
export function Removable({ away, children }: { away: boolean; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const focused = useRef<HTMLElement>(null);
  const [content] = useState(() => document.createElement('div'));
  useLayoutEffect(() => {
    if (away) {
      focused.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
      // A value that is held in sight is let go.
      focused.current?.blur();
      hush();
      content.remove();
      return;
    }
    place.current?.append(content);
    // A dialog that was taken out has lost its place above the page.
    for (const dialog of content.querySelectorAll<HTMLDialogElement>('dialog[open]')) {
      dialog.close();
      dialog.showModal();
    }
    focused.current?.focus();
  }, [away, content]);
  return <div ref={place}>{createPortal(children, content)}</div>;
}
