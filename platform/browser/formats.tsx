/** Money, numbers and dates as the signed-in person writes them, for every screen. */
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type Formats, formatsOf } from './formatting.ts';

/** Whose locale and which time zone: of the signed-in person and of the branch. */
export function FormatsProvider({
  locale,
  timeZone,
  children,
}: {
  locale: string;
  timeZone: string;
  children: ReactNode;
}) {
  const formats = useMemo(() => formatsOf(locale, timeZone), [locale, timeZone]);
  return <Context value={formats}>{children}</Context>;
}

export function useFormats(): Formats {
  return useContext(Context);
}

const Context = createContext<Formats>(formatsOf('en', 'UTC'));
