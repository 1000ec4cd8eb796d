import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

/** What the layers of a node stand on. */
const FLOOR = ['electron/mp/crypto', 'electron/mp/config', 'electron/mp/certificates'] as const;

/**
 * The house's layers: a file may import from its own layer and from those below it in the same chain.
 * Areas in one row are neighbours that don't know each other.
 */
const CHAINS: readonly (readonly (readonly string[])[])[] = [
  [
    ['electron'],
    ['electron/ipc'],
    ['electron/hand'],
    ['electron/hand/library'],
    ['electron/observe'],
    ['electron/mp'],
    ['electron/mp/global'],
    ['electron/mp/kernel'],
    ['electron/mp/transport'],
    ['electron/mp/wire'],
    FLOOR,
    ['shared'],
  ],
  [
    ['electron'],
    ['electron/ipc'],
    ['electron/profiles'],
    ['electron/mp'],
    ['electron/mp/global'],
    ['electron/mp/kernel'],
    ['electron/mp/transport'],
    ['electron/mp/wire'],
    FLOOR,
    ['shared'],
  ],
  [
    ['electron/headless', 'electron/aemp'],
    ['electron/mp'],
    ['electron/mp/global'],
    ['electron/mp/kernel'],
    ['electron/mp/transport'],
    ['electron/mp/wire'],
    FLOOR,
    ['shared'],
  ],
  [
    ['electron'],
    ['electron/ipc'],
    ['electron/observe', 'electron/profiles'],
    ['electron/mp'],
    ['electron/mp/invitations'],
    FLOOR,
    ['shared'],
  ],
  [
    ['electron/headless', 'electron/aemp'],
    ['electron/mp'],
    ['electron/mp/invitations'],
    FLOOR,
    ['shared'],
  ],
  [['electron/preload'], ['shared']],
  [
    ['renderer'],
    ['renderer/views'],
    ['renderer/components'],
    ['renderer/state'],
    ['renderer/graph'],
    ['shared'],
  ],
];

const AREAS = [...new Set(CHAINS.flat(2))].sort((a, b) => b.length - a.length);

/** What each area may import that isn't ours; the longest area that fits decides. `x:` and `x` stand for all that begins so. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  electron: ['electron', 'node:'],
  'electron/preload': ['electron'],
  'electron/aemp': ['node:'],
  'electron/hand': ['node:'],
  'electron/hand/library': ['node:', 'valibot'],
  'electron/headless': ['node:'],
  'electron/ipc': ['electron', 'node:', 'valibot'],
  'electron/observe': ['node:'],
  'electron/profiles': ['node:'],
  'electron/mp': ['node:', '@noble/hashes'],
  'electron/mp/config': ['node:', 'diff'],
  'electron/mp/certificates': ['node:', '@peculiar/x509', 'reflect-metadata'],
  'electron/mp/invitations': ['node:', 'valibot'],
  renderer: ['svelte', 'd3', '@codemirror', 'diff'],
};

/** An import as it stands in a file. */
export interface Import {
  /** The importing file, relative to the project's folder. */
  readonly from: string;
  readonly specifier: string;
}

/**
 * The source files below some folders.
 *
 * @param root the project's folder
 * @param folders relative to it
 * @returns paths relative to `root`, with slashes
 */
export function sourceFiles(root: string, folders: readonly string[]): string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) return path === 'test/fixtures' ? [] : below(path);
      return /\.(ts|mjs|svelte)$/.test(entry.name) ? [path] : [];
    });
  return folders.flatMap(below);
}

/** The code of a file: all of it, or the scripts of a Svelte component. */
export function codeOf(root: string, file: string): string {
  const text = readFileSync(join(root, file), 'utf8');
  if (!file.endsWith('.svelte')) return text;
  return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)]
    .map((match) => match[1])
    .join('\n');
}

/** All imports in a file: static, dynamic, of types, and re-exports. */
export function importsOf(file: string, code: string): Import[] {
  const { importedFiles } = ts.preProcessFile(code, true, true);
  return importedFiles.map(({ fileName }) => ({ from: file, specifier: fileName }));
}

/**
 * Says what is wrong with an import.
 *
 * @returns a sentence, or nothing when the import is allowed
 */
export function complaintAbout({ from, specifier }: Import): string | undefined {
  const importer = areaOf(from);
  if (importer === undefined) return `${from} belongs to no area`;
  if (!specifier.startsWith('.')) {
    return mayImportPackage(importer, specifier) ? undefined : `${from} imports ${specifier}`;
  }
  const target = posix.join(posix.dirname(from), specifier);
  if (!/\.(ts|svelte|css|svg)$/.test(target)) {
    return `${from} imports ${specifier} without an extension`;
  }
  const imported = areaOf(target);
  const allowed = imported !== undefined && mayImportArea(importer, imported);
  return allowed ? undefined : `${from} imports ${target}`;
}

/** Whether a file uses `console`, other than in a comment or a text. */
export function usesConsole(code: string): boolean {
  const source = ts.createSourceFile('file.ts', code, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === 'console') || (ts.forEachChild(node, visit) ?? false);
  return visit(source);
}

function areaOf(file: string): string | undefined {
  return AREAS.find((area) => file.startsWith(`${area}/`) || file.startsWith(`${area}.`));
}

function mayImportArea(importer: string, imported: string): boolean {
  if (importer === imported) return true;
  return CHAINS.some((chain) => {
    const above = chain.findIndex((row) => row.includes(importer));
    const below = chain.findIndex((row) => row.includes(imported));
    return above >= 0 && below > above;
  });
}

function mayImportPackage(area: string, specifier: string): boolean {
  const key = Object.keys(PACKAGES)
    .filter((name) => area === name || area.startsWith(`${name}/`))
    .sort((a, b) => b.length - a.length)[0];
  const packages = key === undefined ? [] : (PACKAGES[key] ?? []);
  return packages.some(
    (name) => specifier === name || specifier.startsWith(name.endsWith(':') ? name : `${name}/`),
  );
}
