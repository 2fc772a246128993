import { useLingui } from '@lingui/react/macro';
import { Badge } from '#design/badge.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useSaidWhere, useStatedText } from '../stated.ts';
import type { Stated } from '../words.ts';
import style from './life.module.css';

/** What they said of themselves: when, where, and until when it counts. They change it, or a new talk. */
export function StatedLine({ one }: { one: Stated }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { title, said } = useStatedText()(one);
  const where = useSaidWhere('staff');
  const { premises } = one;
  const [on, until] = [formats.date(one.saidOn), formats.date(one.expiresOn)];
  return (
    <li className={style.line}>
      <div>
        <p className={style.title}>
          {title}: {said ?? '•••'}
          {one.notUsed && <Badge>{t`asked us not to use this`}</Badge>}
        </p>
        <p className={style.small}>
          {[
            ...[where(one), premises, on],
            one.notUsed ? null : t`counts until ${until}, where the books know nothing`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
    </li>
  );
}
