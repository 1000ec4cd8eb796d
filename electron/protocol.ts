import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { CustomScheme, Protocol } from 'electron';

/** The page's address: a scheme of our own, so that the page is no file and reaches none. */
export const SCHEME = 'meshdeck';
export const PAGE_URL = `${SCHEME}://app/index.html`;

/** What the page may load: its own scripts, styles, pictures and fonts, and nothing else. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
};

/** To be registered before Electron is ready. `codeCache` saves compiling the scripts at every start. */
export const APP_SCHEME: CustomScheme = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, codeCache: true },
};

/** Whether `url` is a page of ours. */
export function isOwnUrl(url: string): boolean {
  return url.startsWith(`${SCHEME}://app/`);
}

/**
 * The file behind an address of the app.
 * @param root folder that everything comes from
 * @returns an absolute path inside `root`, or `null` when the address leads nowhere
 */
export function fileForUrl(root: string, url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host, pathname } = new URL(url);
  if (protocol !== `${SCHEME}:` || host !== 'app') return null;
  const path = decoded(pathname);
  // A backslash separates on Windows, and a NUL ends a name in the operating system.
  if (path === null || /[\\\0]/.test(path)) return null;
  const file = join(root, path);
  return file.startsWith(root + sep) ? file : null;
}

/** Serves the files in `root` as `meshdeck://app/…`, and answers anything else with 404. */
export function serveApp(protocol: Protocol, root: string): void {
  protocol.handle(SCHEME, async (request) => {
    const file = request.method === 'GET' ? fileForUrl(root, request.url) : null;
    const type = file === null ? undefined : TYPES[extname(file)];
    if (file === null || type === undefined) return notFound();
    try {
      const body = await readFile(file);
      return new Response(new Uint8Array(body), { headers: { ...HEADERS, 'content-type': type } });
    } catch {
      return notFound();
    }
  });
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function notFound(): Response {
  return new Response('Not found', {
    status: 404,
    headers: { ...HEADERS, 'content-type': 'text/plain' },
  });
}
