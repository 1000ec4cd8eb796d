import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { findRuntime } from '../../../build/setup/electron-runtime.mjs';
import about from '../../../node_modules/electron/package.json' with { type: 'json' };
import { makeZip } from '../../helpers/archives.ts';
import { temporaryFolder } from '../../helpers/folder.ts';

const ROOT = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const SILENCE_MS = 1_500;

const ZIP = makeZip([
  { name: 'electron', content: Buffer.from('#!/bin/sh\n'), mode: 0o755 },
  { name: 'version', content: Buffer.from(about.version) },
  { name: 'filler', content: Buffer.alloc(50_000, 'filler') },
]);
const ZIP_NAME = `electron-v${about.version}-${process.platform}-${process.arch}.zip`;

/** A project whose only dependency is the real electron package, not downloaded yet. */
function projectWithElectron(): string {
  const root = temporaryFolder();
  const modules = join(ROOT, 'node_modules');
  mkdirSync(join(root, 'node_modules', 'electron'), { recursive: true });
  for (const file of ['package.json', 'install.js', 'checksums.json']) {
    cpSync(join(modules, 'electron', file), join(root, 'node_modules', 'electron', file));
  }
  for (const name of readdirSync(modules)) {
    if (name === 'electron' || name.startsWith('.')) continue;
    symlinkSync(join(modules, name), join(root, 'node_modules', name));
  }
  return root;
}

/** A mirror of Electron's releases; `send` answers the request for the program. */
async function mirror(send: (response: ServerResponse) => Promise<void>) {
  const digest = createHash('sha256').update(ZIP).digest('hex');
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.txt')) response.end(`${digest} *${ZIP_NAME}\n`);
    else void send(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function download(address: string) {
  // What it says about its progress belongs to the terminal, not to the report.
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => void vi.restoreAllMocks());
  let failed = false;
  const environment = {
    ...process.env,
    ELECTRON_OVERRIDE_DIST_PATH: undefined,
    ELECTRON_MIRROR: address,
    electron_config_cache: temporaryFolder(),
    electron_use_remote_checksums: '1',
    MESHDECK_DOWNLOAD_SILENCE_MS: String(SILENCE_MS),
    MESHDECK_NO_EVALUATION_RUNTIME: '1',
  };
  const onDownloadFailed = () => (failed = true);
  const options = { tryDownload: true, onDownloadFailed, environment };
  const outcome = await findRuntime(projectWithElectron(), options).catch(
    (error: unknown) => error,
  );
  return { outcome, failed };
}

describe.runIf(process.platform === 'linux')("Electron's own download", () => {
  it('is used when it can be had, however slow it is', async () => {
    const pieces = 9;
    const address = await mirror(async (response) => {
      const size = Math.ceil(ZIP.length / pieces);
      for (let at = 0; at < ZIP.length; at += size) {
        response.write(ZIP.subarray(at, at + size));
        await sleep(SILENCE_MS / 6);
      }
      response.end();
    });
    const { outcome, failed } = await download(address);
    expect(outcome).toMatchObject({
      runtime: { version: about.version, evaluation: false, source: 'download' },
    });
    expect(failed).toBe(false);
  });

  it.each<[string, (response: ServerResponse) => Promise<void>]>([
    ['nothing comes', () => Promise.resolve()],
    ['it stops half-way', async (response) => void response.write(ZIP.subarray(0, 100))],
    ['it is refused', async (response) => void response.writeHead(403).end()],
    ['it is not what it should be', async (response) => void response.end('something else')],
  ])('is given up when %s', async (_what, send) => {
    const { outcome, failed } = await download(await mirror(send));
    expect(outcome).toMatchObject({ name: 'SetupFailure' });
    expect(failed).toBe(true);
  });
});
