/**
 * What somebody has typed, where strangers may read the screen: it may hold anything, an amount, a telephone
 * number, an illness, so that at an open counter it does not leave the server. Pure.
 */

/** What people usually come for, to pick from; of what a visit is about, only this is said anywhere. */
export const usualTopics: Readonly<Record<string, readonly string[]>> = {
  en: [
    ...['Everyday account', 'Card', 'A payment', 'Savings', 'Loan or mortgage'],
    ...['Papers and signatures', 'Complaint', 'Help with the app'],
  ],
  es: [
    ...['Cuenta corriente', 'Tarjeta', 'Un pago', 'Ahorro', 'Préstamo o hipoteca'],
    ...['Documentos y firmas', 'Reclamación', 'Ayuda con la aplicación'],
  ],
};

/** Are words that somebody typed hidden at this place? */
export const hidesWords = (place: string): boolean => place === 'open counter';

/** What a visit is about, where strangers may read: the usual as it is, and null for words of one's own. */
export function topicShown<T extends string | null>(topic: T, hidden: boolean): T | null {
  return hidden && topic !== null && topic !== '' && !usual.has(topic.trim().toLowerCase()) ? null : topic;
}

/** Is there something that is about to be left out? */
export const hidesTopic = (topic: string | null, hidden: boolean): boolean =>
  topic !== null && topicShown(topic, hidden) === null;

const usual: ReadonlySet<string> = new Set(
  Object.values(usualTopics)
    .flat()
    .map((topic) => topic.toLowerCase()),
);
