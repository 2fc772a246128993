import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Page } from '#design/page.tsx';
import { Notice } from '#design/states.tsx';
import { Tabs } from '#design/tabs.tsx';
import { Groups } from './groups.tsx';
import { Helps } from './helps.tsx';
import { Likely } from './likely.tsx';
import { Settings } from './settings.tsx';
import { useSettingsNow } from './settings-now.ts';

type Part = 'helps' | 'likely' | 'groups' | 'settings';

/** Whether suggestions help: for the whole bank, never by who made them. */
export default function OutcomesPage() {
  const { t } = useLingui();
  const may = useMay();
  const parts: { value: Part; says: string; permission: string }[] = [
    { value: 'helps', says: t`Does it help?`, permission: 'outcomes.read' },
    { value: 'likely', says: t`Who is likely to accept`, permission: 'outcomes.read' },
    { value: 'groups', says: t`By group`, permission: 'fairness.read' },
    { value: 'settings', says: t`Settings`, permission: 'advice.settings.set' },
  ];
  const tabs = parts.filter(({ permission }) => may(permission));
  const [part, setPart] = useState<Part>(tabs[0]?.value ?? 'helps');
  return (
    <Page
      title={t`Outcomes`}
      says={t`Whether suggestions do people good: needs met and customers kept, never what anybody sold.`}
    >
      <MadeUp />
      <Tabs label={t`Outcomes`} chosen={part} onChoose={setPart} tabs={tabs}>
        {part === 'helps' && <Helps />}
        {part === 'likely' && <Likely />}
        {part === 'groups' && <Groups />}
        {part === 'settings' && <Settings />}
      </Tabs>
    </Page>
  );
}

/** In a demonstration nothing on this page is of real people, and says so. */
function MadeUp() {
  const { data } = useSettingsNow();
  if (data?.madeUp !== true) return null;
  return (
    <Notice tone="amber">
      <Trans>
        A demonstration: these customers, and what they answered, are made up. Nobody's life was changed by
        it, so no difference is to be expected.
      </Trans>
    </Notice>
  );
}
