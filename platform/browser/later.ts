import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { speakMore } from './words.ts';

/** A part of a page that is brought, with its words, only when it is to be shown; shown within a Suspense. */
export function later<Props>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    const [part] = await Promise.all([load(), speakMore('rest')]);
    return { default: part };
  });
}
