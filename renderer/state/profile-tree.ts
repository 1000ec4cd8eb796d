import type { ProfileView } from '../../shared/config-view.ts';
import type { LoadedConfig } from './config-layers.ts';

/** One line of the inheritance tree. */
export interface TreeRow {
  /** `null`: the global values, the root. */
  name: string | null;
  label: string;
  /** 0 = the root. */
  depth: number;
  profile: ProfileView;
}

/**
 * The profiles in the order of the tree, each below its parent, siblings by name. Profiles whose parent is
 * unknown, or that lie on a cycle, hang from the root, so that none is lost.
 */
export function treeRows(config: LoadedConfig): TreeRow[] {
  const rows: TreeRow[] = [{ name: null, label: 'Global', depth: 0, profile: config.globals }];
  const names = new Set(config.profiles.map((profile) => profile.name));
  const placed = new Set<string>();
  const byLabel = [...config.profiles].sort((a, b) => a.label.localeCompare(b.label, 'en'));
  const place = (profile: ProfileView, depth: number): void => {
    const { name } = profile;
    if (name === null || placed.has(name)) return;
    placed.add(name);
    rows.push({ name, label: profile.label, depth, profile });
    for (const child of byLabel) if (child.parent === name) place(child, depth + 1);
  };
  for (const profile of byLabel) {
    if (profile.parent === null || !names.has(profile.parent)) place(profile, 1);
  }
  for (const profile of byLabel) place(profile, 1);
  return rows;
}

/** Rows whose name holds `text`, with the rows above them. */
export function filterRows(rows: readonly TreeRow[], text: string): TreeRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [...rows];
  const kept = new Set<TreeRow>();
  rows.forEach((row, index) => {
    if (!row.label.toLowerCase().includes(wanted)) return;
    kept.add(row);
    let { depth } = row;
    for (let above = index - 1; above >= 0 && depth > 0; above -= 1) {
      const candidate = rows[above];
      if (candidate && candidate.depth < depth) {
        kept.add(candidate);
        ({ depth } = candidate);
      }
    }
  });
  return rows.filter((row) => kept.has(row));
}

/** The profiles that inherit from `name`, directly or not, itself included. */
export function withDescendants(config: LoadedConfig, name: string): ReadonlySet<string> {
  const found = new Set([name]);
  let size = 0;
  while (size !== found.size) {
    ({ size } = found);
    for (const profile of config.profiles) {
      const { parent } = profile;
      if (profile.name !== null && parent !== null && found.has(parent)) found.add(profile.name);
    }
  }
  return found;
}
