import { Panel } from '#design/page.tsx';
import { LoadingShape } from '#design/states.tsx';

/** While the file is being signed out: its shape, without a name. */
export function Opening() {
  return (
    <>
      <Panel>
        <LoadingShape rows={4} kind="text" />
      </Panel>
      <Panel flush>
        <LoadingShape rows={5} />
      </Panel>
    </>
  );
}
