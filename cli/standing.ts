/** How the commands that keep running begin and end, on their own or started by `npm start`. */

/** With `npm start`: until the database is ready. It may be left before, and then is not left over. */
export function mayBegin(): Promise<void> {
  if (!process.send) return Promise.resolve();
  return new Promise((resolve) => {
    const left = () => process.exit();
    process.once('disconnect', left);
    process.once('message', () => {
      process.off('disconnect', left);
      resolve();
    });
  });
}

/** Says so, to whoever started it. */
export function isReady(where = ''): void {
  if (process.send) process.send('ready');
  else console.log(`ready ${where}`.trim());
}

/** Until somebody asks this process to stop, or the process that started it is gone. */
export function stopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    process.once('disconnect', () => resolve());
  });
}
