import { useLingui } from '@lingui/react/macro';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { settleNeed } from '../../contract.ts';
import { Goal } from '../goal.tsx';
import { inLocale, type Need, needWords, sourceWords, strengthWord } from '../words.ts';
import { Deed } from './deed.tsx';
import style from './life.module.css';
import type { LifeProps } from './panel.tsx';

/** One need: how strong, whence, and how far its goal is. */
export function NeedLine({ need, ...props }: LifeProps & { need: Need }) {
  const { t, i18n } = useLingui();
  const may = useMay();
  const told = useProblemWords();
  const settling = useSettling(props, need);
  const title = t(needWords[need.category]);
  const why = need.because && inLocale(need.because, i18n.locale);
  const forOffers = need.forCare
    ? t`for asking and helping only`
    : need.notUsed && t`asked us not to use this`;
  return (
    <li className={style.line}>
      <div>
        <p className={style.title}>
          {title}
          <Badge tone={need.source === 'inferred' ? 'neutral' : 'sea'}>
            {t(strengthWord(need.strength))}
          </Badge>
        </p>
        <p className={style.small}>
          {[why, t(sourceWords[need.source]), forOffers].filter(Boolean).join(' · ')}
        </p>
      </div>
      {may('customer.file.change') ? (
        <div className={style.deeds}>
          <Deed
            icon={<IconCheck />}
            says={t`It is met`}
            of={title}
            busy={settling.busy}
            act={() => settling.run('met')}
          />
          <Deed
            icon={<IconX />}
            says={t`It is none`}
            of={title}
            busy={settling.busy}
            act={() => settling.run('rejected')}
          />
        </div>
      ) : (
        <span />
      )}
      {need.goal && <Goal need={need} />}
      {settling.problem !== undefined && <ProblemNotice problem={told(settling.problem)} />}
    </li>
  );
}

function useSettling({ customerId, onChange }: LifeProps, { needId, version }: Need) {
  const { t } = useLingui();
  return useAction(async (state: 'met' | 'rejected') => {
    const route = 'POST /api/customers/:customerId/needs/:needId/settlements';
    await call<typeof settleNeed>(route, { params: { customerId, needId }, version, body: { state } });
    onChange(({ needs }) => ({ needs: needs.filter((one) => one.needId !== needId) }));
    say(state === 'met' ? t`Good: a need is met.` : t`It will not come back for the same reason.`);
  });
}
