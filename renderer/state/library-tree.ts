/** What stands in a folder of the library. */
export interface Filed {
  id: string;
  name: string;
  /** Folders from the top with slashes between; `''` = none. */
  folder: string;
}

export type TreeRow<Item extends Filed> =
  | {
      kind: 'folder';
      key: string;
      path: string;
      name: string;
      depth: number;
      open: boolean;
      count: number;
    }
  | { kind: 'item'; key: string; item: Item; depth: number };

interface Folder<Item> {
  path: string;
  folders: Map<string, Folder<Item>>;
  items: Item[];
}

/**
 * The rows of a tree of folders: folders first, all by name.
 * @param closed paths of folders that are folded; a search opens all
 * @param query what names, or folders, must hold; `''` = everything
 */
export function treeRows<Item extends Filed>(
  items: readonly Item[],
  closed: ReadonlySet<string>,
  query = '',
): TreeRow<Item>[] {
  const wanted = query.trim().toLowerCase();
  const found = items.filter(({ name, folder }) =>
    `${folder}/${name}`.toLowerCase().includes(wanted),
  );
  const rows: TreeRow<Item>[] = [];
  addRows(rows, treeOf(found), wanted === '' ? closed : new Set(), 0);
  return rows;
}

/** All folders in use, those above them included, by name. */
export function foldersOf(items: readonly Filed[]): string[] {
  const paths = new Set<string>();
  for (const { folder } of items) {
    const parts = partsOf(folder);
    parts.forEach((_, index) => paths.add(parts.slice(0, index + 1).join('/')));
  }
  return [...paths].sort(byText);
}

/** What has the same name in the same folder. @param except what may have it: it is given a name anew */
export function sameName<Item extends Filed>(
  items: readonly Item[],
  { name, folder }: Pick<Filed, 'name' | 'folder'>,
  except: string | null = null,
): Item | null {
  const [wanted, path] = [name.trim(), folderPath(folder)];
  const isSame = (item: Item) => item.name === wanted && folderPath(item.folder) === path;
  return items.find((item) => item.id !== except && isSame(item)) ?? null;
}

/** A folder as it is kept: no empty parts, no spaces around the names. */
export function folderPath(text: string): string {
  return partsOf(text).join('/');
}

function partsOf(folder: string): string[] {
  return folder
    .split('/')
    .map((part) => part.trim())
    .filter(Boolean);
}

function treeOf<Item extends Filed>(items: readonly Item[]): Folder<Item> {
  const top: Folder<Item> = { path: '', folders: new Map(), items: [] };
  for (const item of items) folderAt(top, partsOf(item.folder)).items.push(item);
  return top;
}

function folderAt<Item>(top: Folder<Item>, parts: readonly string[]): Folder<Item> {
  return parts.reduce((parent, name, index) => {
    const path = parts.slice(0, index + 1).join('/');
    const folder = parent.folders.get(name) ?? { path, folders: new Map(), items: [] };
    parent.folders.set(name, folder);
    return folder;
  }, top);
}

function addRows<Item extends Filed>(
  rows: TreeRow<Item>[],
  folder: Folder<Item>,
  closed: ReadonlySet<string>,
  depth: number,
): void {
  for (const [name, inner] of [...folder.folders].sort(([x], [y]) => byText(x, y))) {
    const { path } = inner;
    const open = !closed.has(path);
    const count = countOf(inner);
    rows.push({ kind: 'folder', key: `folder ${path}`, path, name, depth, open, count });
    if (open) addRows(rows, inner, closed, depth + 1);
  }
  for (const item of [...folder.items].sort((x, y) => byText(x.name, y.name))) {
    rows.push({ kind: 'item', key: `item ${item.id}`, item, depth });
  }
}

function countOf<Item>({ folders, items }: Folder<Item>): number {
  return [...folders.values()].reduce((sum, inner) => sum + countOf(inner), items.length);
}

/** The same order everywhere, whatever the language of the system. */
function byText(x: string, y: string): number {
  const [left, right] = [x.toLowerCase(), y.toLowerCase()];
  if (left !== right) return left < right ? -1 : 1;
  return x < y ? -1 : x > y ? 1 : 0;
}
