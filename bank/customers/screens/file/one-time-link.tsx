import { useLingui } from '@lingui/react/macro';
import { useFormats } from '#platform/browser/formats.tsx';
import style from './contacts.module.css';

/** A link that is shown once: it is what a printed page holds, and nothing else of the file. */
export function OneTimeLink({ made }: { made: { link: string; until: string } }) {
  const { t } = useLingui();
  const formats = useFormats();
  const until = formats.dateTime(made.until);
  return (
    <div data-paper>
      <p>{t`Hand this to them on paper, or let them type it. It is shown once, and good until ${until}.`}</p>
      <p className={style.link}>{made.link}</p>
    </div>
  );
}
