import { Trans } from '@lingui/react/macro';

/** What somebody has written; at an open counter it has not left the server. */
export function Words({ said }: { said: string | null }) {
  return said ?? <Trans>Hidden at an open counter: read it where nobody reads along.</Trans>;
}
