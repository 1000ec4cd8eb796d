import { join } from 'node:path';
import { expect } from '@playwright/test';
import {
  aim,
  answerDialogs,
  call,
  CHAT_NODE,
  chatPort,
  composer,
  details,
  filter,
  meshIsThere,
  pane,
  part,
  partsOf,
  retype,
  rows,
  write,
} from './messages-page.ts';
import { test } from './quiet-window.ts';

test('by hand: a port that answers, a composer that says what it sends, and remembers it', async ({
  open,
}) => {
  let { page, app } = await open('--demo=3');
  await meshIsThere(page);
  const form = composer(page);
  const chat = await chatPort(page);

  // A port of our own, in a group that others are in.
  await part(page, 'My ports');
  await form.getByLabel('Name of a new port').fill('desk');
  await form.getByRole('button', { name: 'Open', exact: true }).click();
  await form.getByLabel('Group to join').fill('chat');
  await form.getByRole('button', { name: 'Join' }).click();
  await expect(form.getByLabel('Groups of this port')).toContainText('chat');
  const own = (await form.locator('header bdi').first().innerText()).trim();
  await part(page, 'Compose');
  await aim(form, 'chat', /all of chat/);
  await expect(form.getByText('Goes to all 2 ports on 2 nodes.')).toBeVisible();

  // The other node is made to ask us: its service `snd`, from the templates.
  await aim(form, CHAT_NODE, new RegExp(`^${CHAT_NODE} node port`));
  await pane(page, 'Services');
  await form.getByRole('button', { name: /^snd/ }).first().click();
  await expect(form.getByLabel('Tag')).toHaveValue('snd');
  const question = `"${own}", "question", {"about": "lunch\\u0007"}, "${chat}"`;
  await retype(form.getByLabel('Arguments'), question);
  await form.getByRole('button', { name: 'Send', exact: true }).click();

  // It arrives, and is answered by hand.
  await expect(form.getByRole('tab', { name: /My ports/ })).toContainText(/[1-9]/);
  await part(page, 'My ports');
  // Others of the network ask the members of its groups, too.
  const unanswered = form.getByRole('region', { name: 'Unanswered requests' });
  const asked = unanswered.getByRole('listitem').filter({ hasText: 'question' });
  await expect(asked).toContainText(`from ${CHAT_NODE}`);
  await expect(asked).toContainText('{"about":"lunch\\u0007"}');
  await asked.getByRole('button').first().click();
  const answer = form.getByRole('group', { name: 'The answer' });
  await answer.getByLabel('Tag').fill('message');
  await retype(answer.getByLabel('Answer', { exact: true }), '"soup", {{now}}');
  await answer.getByRole('button', { name: 'Answer', exact: true }).click();
  await expect(asked).toBeHidden();
  await expect(form.getByText(/\d+ received, 1 answered/)).toBeVisible();

  // From now on a rule answers.
  const rule = form.getByRole('group', { name: 'New rule' });
  await rule.getByLabel('Tag').fill('ping');
  await retype(rule.getByLabel('Answer template'), '"pong", {{arg.0}}');
  await rule.getByRole('button', { name: 'Set rule' }).click();
  await expect(form.getByRole('button', { name: 'Remove the rule for ping' })).toBeVisible();
  await part(page, 'Compose');
  await aim(form, own, own);
  await expect(await call(page, 'ping', '7')).toHaveText(/\["pong",7\]|"pong",\s+7/);

  // A mistake is shown at its place, and nothing is sent.
  await write(page, 'test', '{"a": }');
  await expect(form.getByText('✕ Line 1, column 7')).toBeVisible();
  await expect(form.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await write(page, 'test', '{{nobody}}');
  await expect(form.getByText('✕ Line 1, column 1')).toBeVisible();
  await expect(form.getByText(/nobody/).last()).toBeVisible();

  // Variables, their own and those that are always there.
  await pane(page, 'Variables');
  await form.getByLabel('Name of a new variable').fill('who');
  await form.getByLabel('Value of the new variable').fill('{"name": "Ada"}');
  await form.getByRole('button', { name: 'Add the variable' }).click();
  await expect(form.getByLabel('Value of who')).toHaveValue('{"name": "Ada"}');
  await aim(form, chat, chat);
  await write(page, 'test', '"{{who.name}}"');
  await expect(form.getByText('["test","Ada"]')).toBeVisible();
  await expect(await call(page, 'test', '"{{who.name}}"')).toHaveText(/"pong",\s*"Ada"/);

  // A name for it.
  await pane(page, 'Saved');
  await form.getByRole('button', { name: 'Save as…' }).click();
  await form.getByLabel('Name', { exact: true }).fill('Greet');
  await form.getByLabel('Folder').fill('chat/tests');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form.getByRole('treeitem', { name: /Greet/ })).toBeVisible();

  // Many replies to one message: who joins the chat gets all that is said.
  await write(page, 'join', '');
  await form.getByLabel('Replies').selectOption('many');
  await form.getByRole('button', { name: 'Send with reply port' }).click();
  await pane(page, 'Sent');
  await expect(form.getByText('Waiting for the reply …').first()).toBeVisible();
  for (const word of ['"one"', '"two"']) {
    await write(page, 'message', word);
    await form.getByRole('button', { name: 'Send', exact: true }).click();
  }
  await part(page, 'Jobs');
  const replies = form.getByLabel('Replies').first();
  for (const word of ['one', 'two']) {
    await expect(replies.locator('pre', { hasText: `["message","${word}"]` })).toBeVisible();
  }

  // Again and again, until it is stopped.
  await write(page, 'test', '{{seq}}');
  await form.getByRole('button', { name: 'Repeat…' }).click();
  await form.getByLabel('Repeat', { exact: true }).fill('');
  await form.getByLabel('times, every').fill('0.05');
  await form.getByRole('button', { name: 'Start repeating' }).click();
  await part(page, 'Jobs');
  const repetition = form.getByLabel('Jobs').getByRole('listitem').filter({ hasText: '{{seq}}' });
  await expect(repetition).toContainText(/\d+ sent, [1-9]\d* accepted/);
  await repetition.getByRole('button', { name: 'Stop' }).click();
  await expect(repetition).toContainText(/Stopped: \d+ sent/);

  // All of it is there after a restart.
  await app.close();
  ({ page, app } = await open('--demo=3'));
  await meshIsThere(page);
  await pane(page, 'History');
  const history = composer(page).getByLabel('History');
  await expect(history.getByRole('listitem')).toHaveCount(7);
  await expect(history.getByRole('listitem').first()).toContainText('test {{seq}}');
  await pane(page, 'Variables');
  await expect(composer(page).getByLabel('Value of who')).toHaveValue('{"name": "Ada"}');
  await pane(page, 'Saved');
  await composer(page).getByRole('treeitem', { name: /Greet/ }).dblclick();
  await expect(composer(page).getByLabel('Tag')).toHaveValue('test');
});

test('the inspector: filtered, marked, paused, compared, recorded, exported', async ({
  open,
  folder,
}) => {
  const meshdeck = await open('--demo=3');
  const { page, app } = meshdeck;
  await meshIsThere(page);
  const chat = await chatPort(page);
  for (const n of [1, 2, 3]) await call(page, 'test', `{"n": ${n}, "deep": {"list": [1, 2]}}`);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+3');

  // A mistake in a filter is shown at its place, and what was shown stays.
  const field = page.getByLabel('Filter messages');
  await filter(page, 'arg[0].n > 0 and tga = test');
  await expect(page.getByText('There is no field “tga”')).toBeVisible();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('mark', { hasText: /^tga$/ })).toBeAttached();
  await filter(page, 'tag = test and arg[0].n > 0');
  await expect(rows(page)).toHaveCount(3);
  for (const [index, row] of (await rows(page).all()).entries()) {
    await expect(row).toContainText(`{"n":${index + 1}`);
    await expect(row.getByLabel('sent')).toBeVisible();
  }

  // Bookmarks, and the way from one to the next.
  for (const index of [0, 2]) {
    await rows(page).nth(index).click();
    await page.keyboard.press('m');
    await expect(rows(page).nth(index).getByLabel('bookmarked')).toBeVisible();
  }
  await page.getByRole('button', { name: 'Previous bookmark' }).click();
  await expect(rows(page).nth(0)).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: 'Next bookmark' }).click();
  await expect(rows(page).nth(2)).toHaveAttribute('aria-selected', 'true');

  // The whole message as a tree, whose values make filters.
  const tree = details(page).getByRole('tree');
  await tree.getByRole('treeitem').filter({ hasText: 'deep' }).locator('button').first().click();
  await expect(tree.getByRole('treeitem', { name: /^list 2 elements/ })).toBeVisible();
  await tree.getByRole('treeitem', { name: /^n 3/ }).click();
  await page.keyboard.press('f');
  await expect(field).toHaveValue('tag = test and arg[0].n > 0 and arg[0].n = 3');
  await expect(rows(page)).toHaveCount(1);
  await filter(page, 'tag = test and arg[0].n > 0');
  await expect(rows(page)).toHaveCount(3);

  // For other programs.
  await details(page).getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByRole('button', { name: 'Perl snd line' }).click();
  await expect(details(page).getByText('Copied as Perl snd line')).toBeVisible();
  const clipboard = await app.evaluate(({ clipboard: board }) => board.readText());
  const perl = `snd '${chat}', test => { n => 3, deep => { list => [1, 2] } }, 'meshdeck#`;
  expect(clipboard.startsWith(perl), clipboard).toBe(true);

  // What differs between two.
  await details(page).getByRole('button', { name: 'Compare', exact: true }).click();
  await page.getByRole('button', { name: 'With the bookmark before it' }).click();
  const difference = page.getByRole('dialog');
  await expect(difference).toContainText('"n": 1');
  await expect(difference).toContainText('"n": 3');
  await difference.getByRole('button', { name: 'Close' }).last().click();

  // Once more.
  await details(page).getByRole('button', { name: 'Send again…' }).click();
  await expect(composer(page).getByLabel('Arguments')).toContainText('{"n":3,');
  await expect(composer(page).getByLabel('Destination')).toHaveValue(chat);

  // Paused, nothing moves and nothing is lost.
  await page.getByRole('button', { name: 'Pause' }).click();
  await composer(page).getByRole('button', { name: 'Send with reply port' }).click();
  const resume = page.getByRole('button', { name: 'Resume, 1 new' });
  await expect(resume).toBeVisible();
  await expect(rows(page)).toHaveCount(3);
  await resume.click();
  await expect(rows(page)).toHaveCount(4);

  await page.getByRole('button', { name: 'Rates over time' }).click();
  const rates = page.getByRole('region', { name: 'Rates over time' });
  await expect(rates.getByRole('listitem').filter({ hasText: CHAT_NODE })).toBeVisible();
  await page.getByRole('button', { name: 'Rates over time' }).click();

  // Recorded while it happens, and looked at like what is live.
  const recorded = join(folder, 'recorded.jsonl');
  await answerDialogs(meshdeck, recorded);
  await page.getByRole('button', { name: 'Record…' }).click();
  await page.getByRole('dialog').getByLabel('Those that pass the filter').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Choose the file…' }).click();
  const recording = page.getByRole('region', { name: 'Recording', exact: true });
  await expect(recording).toContainText('recorded.jsonl');
  await composer(page).getByRole('button', { name: 'Send with reply port' }).click();
  await expect(recording).toContainText('1 message');
  await recording.getByRole('button', { name: 'Stop' }).click();
  await expect(recording).toContainText('Recording stopped.');
  await page.getByRole('button', { name: 'Recordings and exports' }).click();
  await page.getByRole('button', { name: 'Open a recording…' }).click();
  const banner = page.getByRole('region', { name: 'Opened recording' });
  await expect(banner).toContainText('1 message of meshdeck');
  await expect(rows(page)).toHaveCount(1);
  await rows(page).first().click();
  await expect(details(page).getByRole('tree')).toContainText('deep');
  await banner.getByRole('button', { name: 'Back to live' }).click();
  await expect(rows(page)).toHaveCount(5);

  // What the filter lets pass, and nothing else, in a file.
  const exported = join(folder, 'exported.jsonl');
  await answerDialogs(meshdeck, exported);
  await filter(page, 'arg[0].n >= 2');
  await expect(rows(page)).toHaveCount(8);
  await page.getByRole('button', { name: 'Recordings and exports' }).click();
  await page.getByRole('button', { name: 'Export as JSON Lines…' }).click();
  const state = page.getByRole('region', { name: 'Export' });
  await expect(state).toContainText('8 messages exported');
  const { head, messages, end } = partsOf(exported);
  expect(head).toMatchObject({ format: 'meshdeck-recording', version: 1, node: 'meshdeck' });
  expect(end).toMatchObject({ messages: 8 });
  const data = (n: number) => ({ n, deep: { list: [1, 2] } });
  const reply: unknown = expect.stringMatching(/^meshdeck#/);
  // The last two were sent again.
  expect(messages.map(({ dir, message }) => [dir, message])).toEqual(
    [2, 3, 3, 3].flatMap((n) => [
      ['out', ['test', data(n), reply]],
      ['in', ['pong', data(n)]],
    ]),
  );
  expect(partsOf(recorded).messages).toMatchObject([
    { dir: 'out', message: ['test', data(3), reply] },
  ]);
  expect(partsOf(recorded).end).toEqual({ end: 'stopped', messages: 1 });
});

test('a recorded sequence goes green, and red once it is changed; watches tell who died', async ({
  open,
}) => {
  test.skip(process.platform === 'win32', 'there is no SIGKILL on Windows');
  const { page, app } = await open('--demo=3');
  await meshIsThere(page);
  const form = composer(page);
  const chat = await chatPort(page);
  for (const n of [1, 2]) await call(page, 'test', `{"n": ${n}}`);

  // What the inspector saw becomes a sequence that expects the same answers.
  await page.keyboard.press('Control+3');
  await filter(page, 'tag = test and arg[0].n > 0');
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Recordings and exports' }).click();
  await page.getByRole('button', { name: 'Sequence of these messages…' }).click();
  const sequence = form.getByRole('group', { name: 'Sequence' });
  const steps = sequence.getByRole('listbox', { name: 'Steps' }).getByRole('option');
  await expect(steps).toHaveCount(2);
  await sequence.getByLabel('Name of the sequence').fill('Twice');
  await sequence.getByRole('button', { name: 'Run' }).click();
  await expect(sequence.getByText('Passed: 2 of 2 steps')).toBeVisible();
  for (const step of await steps.all()) await expect(step).toContainText(/passed in [\d.]+ m?s/);

  // Another answer is expected now: red, with the difference.
  await steps.nth(1).click();
  const changed = sequence.getByRole('group', { name: 'Step 2' });
  await retype(changed.getByLabel('Expected reply of step 2'), '"pong", {"n": 3}');
  await sequence.getByRole('button', { name: 'Run' }).click();
  await expect(sequence.getByText('Failed after 1 of 2 steps')).toBeVisible();
  await expect(steps.nth(0)).toContainText('passed');
  await expect(steps.nth(1)).toContainText('failed');
  const difference = changed.getByRole('region', { name: 'What was expected and what came' });
  await expect(difference).toContainText('expected: "n": 3');
  await expect(difference).toContainText('came: "n": 2');
  await sequence.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form.getByRole('treeitem', { name: /Twice/ })).toContainText('2 steps');

  // A port and a node are watched; nothing dies before somebody has said yes.
  await part(page, 'Watches');
  for (const target of [chat, 'laptop-1']) {
    await aim(form, target, target);
    await form.getByRole('button', { name: 'Watch it' }).click();
  }
  const watches = form.getByLabel('Watches').getByRole('listitem');
  await expect(watches.filter({ hasText: 'watching for' })).toHaveCount(2);
  await part(page, 'Compose');
  await aim(form, chat, chat);
  await pane(page, 'Services');
  await form.getByRole('button', { name: 'Kill the port…' }).click();
  const question = form.getByRole('alertdialog');
  await expect(question).toContainText(`This kills ${chat}.`);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await form.getByRole('button', { name: 'Kill the port…' }).click();
  await question.getByRole('button', { name: 'Kill the port' }).click();
  await expect(form.getByText('The kill was sent.')).toBeVisible();
  await part(page, 'Watches');
  await expect(watches.filter({ hasText: chat })).toContainText(/Died .*: killed by hand/);

  const pid = await app.evaluate(({ app: running }) => {
    const all = running.getAppMetrics();
    return all.find(({ name, serviceName }) => `${name} ${serviceName}`.includes('laptop-1'))?.pid;
  });
  process.kill(pid ?? 0, 'SIGKILL');
  const node = watches.filter({ hasText: 'laptop-1' });
  await expect(node).toContainText(/Died .*(connection|closed|lost|reset)/i);
  await expect(form.getByText('0 watches, 2 died')).toBeVisible();
});
