/** What crosses the wire for duplicates, by the names that the screens use. */
import type { Reply } from '#platform/contract.ts';
import type * as contract from '../../merging-contract.ts';

export type ListDuplicates = typeof contract.listDuplicates;
export type MyDuplicates = typeof contract.myDuplicates;
export type TakeDuplicate = typeof contract.takeDuplicate;
export type DecideDuplicate = typeof contract.decideDuplicate;
export type MergeDuplicate = typeof contract.mergeDuplicate;
export type UnmergeDuplicate = typeof contract.unmergeDuplicate;
export type RecentMerges = typeof contract.recentMerges;

export type DuplicateOnList = Reply<ListDuplicates>['duplicates'][number];
export type TakenDuplicate = Reply<MyDuplicates>['duplicates'][number];
export type DuplicateCard = DuplicateOnList['cards'][number];
export type Duplicate = Pick<
  DuplicateOnList,
  'pairId' | 'state' | 'likelihood' | 'reasons' | 'takenAt' | 'version'
>;
export type Merge = Reply<RecentMerges>['merges'][number];
