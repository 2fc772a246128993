import { useLingui } from '@lingui/react/macro';
import { Badge } from '#design/badge.tsx';
import { decisionWords } from '../mine/answer-words.ts';
import type { QuestionOnList } from './reading.ts';

type Standing = Pick<QuestionOnList, 'state' | 'decision' | 'escalatedBecause'>;

/** How a question stands: decided how, taken back, or seen by compliance already. */
export function StandOf({ question: { state, decision, escalatedBecause } }: { question: Standing }) {
  const { t } = useLingui();
  if (decision !== null) {
    return (
      <Badge tone={decision === 'explained' ? 'sea' : decision === 'misuse' ? 'red' : 'amber'}>
        {t(decisionWords[decision])}
      </Badge>
    );
  }
  if (state === 'withdrawn') return <Badge tone="sea">{t`explained by itself`}</Badge>;
  if (escalatedBecause === 'prominent')
    return <Badge tone="red">{t`compliance sees it: restricted file`}</Badge>;
  if (escalatedBecause === 'not answered')
    return <Badge tone="red">{t`compliance sees it: no answer`}</Badge>;
  return null;
}
