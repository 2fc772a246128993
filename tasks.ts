/** What the jobs process does, by name, and when: the tasks of every module. */
import { schedule as adviceSchedule, tasks as adviceTasks } from '#bank/advice/jobs.ts';
import { schedule as conversationsSchedule, tasks as conversationsTasks } from '#bank/conversations/jobs.ts';
import { schedule as customersSchedule, tasks as customersTasks } from '#bank/customers/jobs.ts';
import { feedSchedule, tasks as feedTasks } from '#bank/feed/jobs.ts';
import { schedule as needsSchedule, tasks as needsTasks } from '#bank/needs/jobs.ts';
import { schedule as privacySchedule, tasks as privacyTasks } from '#bank/privacy/jobs.ts';
import { tasks as rulesTasks } from '#bank/rules/jobs.ts';
import { tasks as demoTasks } from '#feeds/demo/answers.ts';
import type { Scheduled, Tasks } from '#platform/jobs/worker.ts';

export const tasks: Tasks = {
  ...feedTasks,
  ...customersTasks,
  ...privacyTasks,
  ...conversationsTasks,
  ...needsTasks,
  ...adviceTasks,
  ...rulesTasks,
  ...demoTasks,
};
/** What is done again and again. */
export const schedule = async (): Promise<Scheduled[]> => [
  ...(await feedSchedule()),
  ...customersSchedule,
  ...privacySchedule,
  ...conversationsSchedule,
  ...needsSchedule,
  ...adviceSchedule,
];
