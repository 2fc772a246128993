import { useLingui } from '@lingui/react/macro';

/**
 * A law as readers of this language cite it. What somebody has entered otherwise than the laws that come with
 * Earshot stays as they wrote it.
 */
export function useCitation(): (citation: string) => string {
  const { t, i18n } = useLingui();
  const list = new Intl.ListFormat(i18n.locale, { type: 'conjunction' });
  return (citation) => {
    const [, kind, number, many, articles] =
      /^(Regulation|Directive) \(EU\) (\S+), article(s?) (.+)$/.exec(citation) ?? [];
    const all = list.format((articles ?? '').split(' and '));
    if (kind === 'Regulation')
      return many
        ? t`Regulation (EU) ${number}, articles ${all}`
        : t`Regulation (EU) ${number}, article ${all}`;
    if (kind === 'Directive')
      return many
        ? t`Directive (EU) ${number}, articles ${all}`
        : t`Directive (EU) ${number}, article ${all}`;
    const [, article] = /^GDPR article (\S+)$/.exec(citation) ?? [];
    if (article) return t`GDPR article ${article}`;
    const [, law, one, other] = /^([A-Z].*) ([\d.]+\S*) and ([\d.]+\S*)$/.exec(citation) ?? [];
    return law && one && other ? `${law} ${list.format([one, other])}` : citation;
  };
}
