import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { test } from './quiet-window.ts';

test('first start: create a network, and the same node is there the next time', async ({
  open,
  rc,
}) => {
  const { app, page } = await open();
  await expect(page.getByText('There is no configuration file yet')).toBeVisible();
  await page.getByLabel('Node ID').fill('alice');
  await page.getByLabel('Listen on').fill('127.0.0.1:*');
  await page.getByRole('button', { name: 'Create the network' }).click();
  const status = page.getByLabel('Status');
  await expect(status).toContainText('alice');
  await expect(status).toContainText('on 127.0.0.1:');
  await expect(status).toContainText('0 up of 0 others');
  expect(statSync(rc).mode & 0o077).toBe(0);
  expect(JSON.stringify(JSON.parse(readFileSync(rc, 'utf8')))).toContain('"secret"');
  await app.close();
  const again = await open();
  await expect(again.page.getByLabel('Status')).toContainText('alice');
});

test('joining with an address where nobody listens is explained, and nothing is lost', async ({
  open,
}) => {
  const { page } = await open();
  await page.getByText('Join a network').click();
  await page.getByLabel('Addresses of its nodes').fill('127.0.0.1:1');
  await page.getByLabel('Secret of the network').fill('geheim');
  await page.getByLabel('Node ID').fill('bob');
  await page.getByRole('button', { name: 'Test the connection' }).click();
  const report = page.getByLabel('Result of the test');
  await expect(report.getByRole('alert')).toContainText('seed-unreachable');
  await page.getByRole('button', { name: 'Join the network' }).click();
  await expect(page.getByRole('alert').first()).toContainText('seed-unreachable');
  await expect(page.getByLabel('Secret of the network')).toHaveValue('geheim');
  await expect(page.getByLabel('Node ID')).toHaveValue('bob');
});

test('a broken configuration file is named with its place; mended, the node starts', async ({
  open,
  rc,
}) => {
  writeFileSync(rc, '{ "version": 1,\n "secret" "x" }\n');
  const { page } = await open();
  await expect(page.getByRole('heading', { name: 'The node could not start' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('config-broken');
  writeFileSync(rc, '{ "version": 1, "secret": "x", "nodeid": "carol", "binds": [] }\n', {
    mode: 0o600,
  });
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByLabel('Status')).toContainText('carol');
  await expect(page.getByLabel('Status')).toContainText('no listener');
});
