import { useLingui } from '@lingui/react/macro';
import {
  IconArrowDownLeft,
  IconArrowUpRight,
  IconCash,
  IconCircleCheck,
  IconEdit,
  IconNote,
  IconPhone,
  IconUser,
} from '@tabler/icons-react';
import { roleWords } from '#bank/staff/screens/words.ts';
import { Masked } from '#design/masked.tsx';
import { TimelineRow } from '#design/timeline.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import type { File, Revealer } from './opening.ts';
import type { Entry } from './timeline.tsx';
import { changeWords, movementWords, promiseWords, visitWords } from './timeline-words.ts';

/** One thing that happened, in words. */
export function Happened({ entry, file, revealer }: { entry: Entry; file: File; revealer: Revealer }) {
  const { t } = useLingui();
  const formats = useFormats();
  const holding = file.holdings.find(({ agreementId }) => agreementId === entry.agreementId);
  const when = entry.kind === 'movement' ? formats.date(entry.onDate) : formats.dateTime(entry.at);
  const who =
    entry.byRole && (entry.byRole in roleWords ? t(roleWords[entry.byRole as RoleName]) : entry.byRole);
  return (
    <TimelineRow
      icon={<Icon entry={entry} />}
      title={useTitle(entry)}
      detail={
        <>
          {entry.hidden && <Hidden entry={entry} revealer={revealer} />} {entry.detail}
        </>
      }
      by={[when, who, holding?.numberHint].filter(Boolean).join(' · ')}
      aside={
        entry.amount && (
          <Masked
            label={t`Amount`}
            value={formats.money(entry.amount)}
            reveal={revealer.money('movement', entry.entryId)}
            figures
          />
        )
      }
    />
  );
}

/** Words that are hidden at this place: of a note or a promise, or what a visit was about. */
function Hidden({ entry: { kind, entryId }, revealer }: { entry: Entry; revealer: Revealer }) {
  const { t } = useLingui();
  const words = { note: t`What was noted`, promise: t`What was promised`, visit: t`What it was about` };
  const what = kind === 'note' || kind === 'promise' ? kind : 'visit';
  return (
    <Masked
      label={words[what]}
      value={null}
      hint={words[what]}
      reveal={revealer.text(what === 'visit' ? 'topic' : what, entryId)}
    />
  );
}

type RoleName = keyof typeof roleWords;

function useTitle({ kind, what }: Entry): string {
  const { t } = useLingui();
  if (kind === 'movement') return t(movementWords[what] ?? movementWords.other);
  if (kind === 'visit') return t(visitWords[what] ?? visitWords.visit);
  if (kind === 'note') return t`Note`;
  if (kind === 'promise') return t(promiseWords[what] ?? promiseWords.open);
  return t(changeWords[what] ?? changeWords.other);
}

function Icon({ entry: { kind, what, amount } }: { entry: Entry }) {
  if (kind === 'visit') return what.startsWith('call') ? <IconPhone /> : <IconUser />;
  if (kind === 'note') return <IconNote />;
  if (kind === 'promise') return <IconCircleCheck />;
  if (kind === 'change') return <IconEdit />;
  // Hidden amounts tell no direction either.
  if (amount?.minor == null) return <IconCash />;
  return amount.minor.startsWith('-') ? <IconArrowUpRight /> : <IconArrowDownLeft />;
}
