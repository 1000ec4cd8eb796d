import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Protocol } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  CONTENT_SECURITY_POLICY,
  fileForUrl,
  isOwnUrl,
  PAGE_URL,
  serveApp,
} from '../../../electron/protocol.ts';
import { temporaryFolder } from '../../helpers/folder.ts';

describe('fileForUrl', () => {
  it.each([
    ['meshdeck://app/index.html', '/root/index.html'],
    ['meshdeck://app/assets/a%20b.js?x#y', '/root/assets/a b.js'],
    ['meshdeck://app/../secret.js', '/root/secret.js'],
    ['meshdeck://app/a/%2e%2e/b.js', '/root/b.js'],
  ])('leads %s to %s', (url, file) => {
    expect(fileForUrl('/root', url)).toBe(file);
  });

  it.each([
    'meshdeck://app/..%2fsecret.js',
    'meshdeck://app/a/..%2f..%2f..%2fetc/passwd',
    'meshdeck://app/..%5csecret.js',
    'meshdeck://app/a%00.js',
    'meshdeck://app/%ff',
    'meshdeck://other/index.html',
    'meshdeck://app.evil/index.html',
    'file:///etc/passwd',
    'https://app/index.html',
    'nonsense',
  ])('leads %s nowhere', (url) => {
    expect(fileForUrl('/root', url)).toBeNull();
  });
});

describe('serveApp', () => {
  let get: (url: string, method?: string) => Promise<Response>;

  beforeEach(() => {
    const root = join(temporaryFolder(), 'root');
    mkdirSync(join(root, 'assets'), { recursive: true });
    for (const name of ['index.html', 'assets/a.js', 'assets/a.css', 'secret.key']) {
      writeFileSync(join(root, name), `content of ${name}`);
    }
    writeFileSync(join(root, '..', 'outside.js'), 'outside');
    const handlers: ((request: Request) => Promise<Response>)[] = [];
    const protocol = {
      handle: (_scheme: string, each: (typeof handlers)[0]) => handlers.push(each),
    };
    serveApp(protocol as unknown as Protocol, root);
    get = (url, method = 'GET') => handlers[0]!({ url, method } as Request);
  });

  it.each([
    [PAGE_URL, 'text/html; charset=utf-8', 'content of index.html'],
    ['meshdeck://app/assets/a.js', 'text/javascript; charset=utf-8', 'content of assets/a.js'],
    ['meshdeck://app/assets/a.css', 'text/css; charset=utf-8', 'content of assets/a.css'],
  ])('serves %s with its type and the policy', async (url, type, content) => {
    const response = await get(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toBe(content);
  });

  it.each([
    'meshdeck://app/missing.js',
    'meshdeck://app/',
    'meshdeck://app/assets',
    'meshdeck://app/secret.key',
    'meshdeck://app/..%2foutside.js',
    'meshdeck://app/assets/..%2f..%2foutside.js',
  ])('answers %s with 404', async (url) => {
    const response = await get(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('Not found');
    expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
  });

  it('only gives', async () => {
    expect((await get(PAGE_URL, 'POST')).status).toBe(404);
  });
});

describe('the policy', () => {
  it('allows nothing by default, no inline script and no evaluation', () => {
    expect(CONTENT_SECURITY_POLICY).toMatch(/^default-src 'none';/);
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|https?:|blob:/);
  });

  it('knows our own pages', () => {
    expect(isOwnUrl(PAGE_URL)).toBe(true);
    for (const url of ['meshdeck://app', 'meshdeck://app.evil/', 'file:///meshdeck://app/', '']) {
      expect(isOwnUrl(url)).toBe(false);
    }
  });
});
