/** `npm start` as a new user runs it: ready, stopped, started again on what it kept, and killed. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { clientOf } from '#bank/trial.ts';
import { codeOf } from '#platform/auth/secrets.ts';
import { freePort } from '#platform/database/embedded.ts';
import { runCommand } from '#platform/testing/processes.ts';

const root = path.dirname(import.meta.dirname);
let folder: string;
let surroundings: Record<string, string>;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'earshot-start-'));
  const [port, portalPort] = [await freePort(), await freePort()];
  const home = path.join(folder, 'home');
  surroundings = { EARSHOT_HOME: home, PORT: String(port), PORTAL_PORT: String(portalPort) };
  const filled = await runCommand(['demo', 'fill', '--customers', '60'], surroundings);
  assert.equal(filled.code, 0, filled.errors);
});
after(() => rm(folder, { recursive: true, force: true }));

interface Started {
  child: ChildProcess;
  /** All that it has printed. */
  printed(): string;
}

/** @param program npm, what it runs, or what that one starts */
async function start(program: 'npm' | 'launch.mjs' | 'start.ts' = 'launch.mjs'): Promise<Started> {
  const { DATABASE_URL: _not, ...environment } = process.env;
  const [file, ...words] = {
    npm: ['npm', 'start'],
    'launch.mjs': [process.execPath, path.join(root, 'cli/launch.mjs'), 'start'],
    'start.ts': [process.execPath, path.join(root, 'cli/start.ts')],
  }[program] as [string, ...string[]];
  const child = spawn(file, words, {
    cwd: root,
    env: { ...environment, ...surroundings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
  while (!/^ready /m.test(text)) {
    if (child.exitCode !== null) throw new Error(`it stopped with ${child.exitCode}: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { child, printed: () => text };
}

const address = (port: 'PORT' | 'PORTAL_PORT') => `http://localhost:${surroundings[port]}`;
const answers = (url: string) =>
  fetch(url).then(
    (reply) => reply.status,
    () => 'nothing',
  );

/** Somebody else each time: within half a minute a code is good once. */
async function signsIn(who: 'banker' | 'banker2' | 'manager'): Promise<void> {
  const file = path.join(surroundings.EARSHOT_HOME ?? '', 'demo-accounts.json');
  assert.equal((await stat(file)).mode & 0o777, 0o600, 'only its owner reads the sign-ins');
  const accounts = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>[];
  const account = accounts.find(({ userName }) => userName === who);
  const given = { userName: who, password: account?.password, code: codeOf(account?.totpSecret ?? '') };
  const answer = await clientOf(address('PORT'), 'workspace', '').post('/api/sign-in', given);
  assert.equal(answer.status, 200, answer.text);
}

test('it says when it serves, answers for its health, lets somebody sign in, and stops when asked', async () => {
  const { child, printed } = await start();
  assert.match(printed(), new RegExp(`^ready ${address('PORT')} ${address('PORTAL_PORT')}$`, 'm'));
  for (const app of ['PORT', 'PORTAL_PORT'] as const)
    for (const health of ['live', 'ready'])
      assert.equal(await answers(`${address(app)}/health/${health}`), 200, `${app} ${health}`);
  await signsIn('banker');
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
  assert.equal(await answers(`${address('PORT')}/health/live`), 'nothing');
});

test('it starts again on what it kept, also after it was killed, and leaves no process behind', async () => {
  const killed = await start('start.ts');
  await signsIn('banker2');
  killed.child.kill('SIGKILL');
  await once(killed.child, 'exit');
  await nothingServes();
  const again = await start();
  assert.doesNotMatch(again.printed(), /Filling the demo bank/);
  await signsIn('manager');
  again.child.kill('SIGINT');
  assert.deepEqual(await once(again.child, 'exit'), [0, null]);
});

test('it stops also when only npm is told to, which may tell nobody', async () => {
  const { child } = await start('npm');
  child.kill('SIGTERM');
  await once(child, 'exit');
  await nothingServes();
});

async function nothingServes(): Promise<void> {
  const until = Date.now() + 15_000;
  while ((await answers(`${address('PORT')}/health/live`)) !== 'nothing') {
    assert.ok(Date.now() < until, 'what it had started ends with it');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
