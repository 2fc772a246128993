/** Needs that are a stage of life by another name: for care alone, whoever says that they are there. */
import type { NeedCategory } from './facts.ts';

export const stageNeeds: readonly NeedCategory[] = ['retirement', 'studying', 'handing over'];
