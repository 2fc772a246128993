import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { TextArea, TextField } from '#design/field.tsx';
import type { Setting } from '../../setting-contract.ts';
import { AskSetting } from '../approvals/by-two.tsx';

type Controller = NonNullable<Setting['controller']>;

/** Who the controller is, and whom to ask: what no program knows, and one person alone does not say. */
export function NameController(props: { controller: Controller | null; onClose: () => void }) {
  const { t } = useLingui();
  const [said, setSaid] = useState<Controller>(props.controller ?? { name: '', contact: '', officer: '' });
  const controller = { name: said.name.trim(), contact: said.contact.trim(), officer: said.officer.trim() };
  const isWhole =
    controller.name.length > 1 && controller.contact.length > 4 && controller.officer.length > 4;
  return (
    <AskSetting
      title={t`Who is responsible`}
      what={isWhole ? { action: 'controller', setting: { controller } } : undefined}
      onClose={props.onClose}
    >
      <TextField
        label={t`Name of the bank`}
        required
        minLength={2}
        maxLength={200}
        value={said.name}
        onChange={({ target }) => setSaid({ ...said, name: target.value })}
      />
      <TextArea
        label={t`Address and contact`}
        required
        minLength={5}
        maxLength={500}
        value={said.contact}
        onChange={({ target }) => setSaid({ ...said, contact: target.value })}
      />
      <TextArea
        label={t`Data protection officer: name and contact`}
        required
        minLength={5}
        maxLength={500}
        value={said.officer}
        onChange={({ target }) => setSaid({ ...said, officer: target.value })}
      />
    </AskSetting>
  );
}
