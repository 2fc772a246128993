import type { ReactNode } from 'react';
import { Button } from '#design/button.tsx';

/** A small button in a line; who only hears it, hears of what line, too. */
export function Deed(props: {
  icon: ReactNode;
  says: string;
  of: string;
  look?: 'plain' | 'quiet';
  busy: boolean;
  act: () => Promise<unknown>;
}) {
  return (
    <Button
      size="small"
      look={props.look ?? 'quiet'}
      icon={props.icon}
      busy={props.busy}
      onClick={() => void props.act()}
    >
      {props.says}
      <span className="unseen">: {props.of}</span>
    </Button>
  );
}
