/**
 * What somebody has typed, where strangers may read the screen: it may hold anything, an amount, a telephone
 * number, an illness, so that at an open counter it does not leave the server. And who asks for what the
 * whole bank goes by. Pure.
 */
import type { Role } from '#bank/staff/contract.ts';

/** Who asks for which; as the kernel has it (privacy.approval_rules), for screens that offer it. */
export const settingsAskedBy = {
  'rights law': 'compliance officer',
  'rights clock': 'compliance officer',
  controller: 'compliance officer',
  'advice settings': 'administrator',
  'hold lifting': 'compliance officer',
} as const satisfies Record<string, Role>;
export type SettingAction = keyof typeof settingsAskedBy;
export const settingActions = Object.keys(settingsAskedBy) as SettingAction[];

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
