/** What a configuration file says (protocol section 9), before any profile is chosen. */

import { MeshError } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/json.ts';
import { parseRelaxed } from './relaxed.ts';
import { expectationOf, isConfigKey, readValue } from './shapes.ts';
import { brokenAt, decodeUtf8 } from './text.ts';

/** Values by key as they stand in the file, unknown keys included. */
export type ConfigValues = Readonly<Record<string, Json>>;

export interface ConfigContent {
  /** Everything at the top level but `profile`. */
  globals: ConfigValues;
  /** Profiles by name. */
  profiles: ReadonlyMap<string, ConfigValues>;
  /** What stands among the profiles and is none, by its name there; left out when nothing does. */
  strays?: ReadonlyMap<string, Json>;
}

/** Something odd that doesn't keep the file from being used. */
export interface ConfigWarning {
  /** `mode` can be repaired by narrowing the file's mode to the owner. */
  kind: 'mode' | 'shape' | 'version' | 'byte-order-mark';
  /** Where: `binds`, `profile.NAME.binds`; empty for the file as a whole. */
  at: string;
  /** One sentence. */
  text: string;
}

export interface ParsedConfig {
  content: ConfigContent;
  warnings: readonly ConfigWarning[];
}

/** The content of a file that isn't there. */
export const EMPTY_CONTENT: ConfigContent = { globals: {}, profiles: new Map() };

/**
 * Reads the octets of a configuration file.
 *
 * @param path only for the sentences of errors
 * @throws MeshError `config-broken` (not UTF-8, not relaxed JSON, not an object) with `path`, `line`,
 *   `column` and `problem` in its detail
 */
export function parseConfig(octets: Uint8Array, path: string): ParsedConfig {
  const { tree, hadByteOrderMark } = parseTree(octets, path);
  const globals = copyWithout(tree, 'profile');
  const { warnings, ...profiles } = readProfiles(tree['profile'] ?? null);
  const allWarnings = [
    ...(hadByteOrderMark ? [BYTE_ORDER_MARK_WARNING] : []),
    ...checkVersion(tree['version'] ?? null),
    ...checkShapes(globals, ''),
    ...warnings,
  ];
  return { content: { globals, ...profiles }, warnings: allWarnings };
}

const BYTE_ORDER_MARK_WARNING: ConfigWarning = {
  kind: 'byte-order-mark',
  at: '',
  text: 'The file begins with a byte order mark, which other programs may not accept.',
};

type Tree = { [key: string]: Json };

function parseTree(octets: Uint8Array, path: string): { tree: Tree; hadByteOrderMark: boolean } {
  try {
    const { text, hadByteOrderMark } = decodeUtf8(octets);
    const tree = parseRelaxed(text);
    if (!isObject(tree)) throw brokenAt(text, 0, 'the file must hold an object, "{ … }".');
    return { tree, hadByteOrderMark };
  } catch (error) {
    throw error instanceof MeshError ? inFile(path, error) : error;
  }
}

/** The same error with the file's path in it. */
function inFile(path: string, error: MeshError): MeshError {
  const { line = 1, column = 1, problem = error.message } = error.detail ?? {};
  const text = `The configuration file ${path} is broken at line ${line}, column ${column}: ${problem}`;
  return new MeshError(error.code, text, { detail: { path, line, column, problem }, cause: error });
}

function readProfiles(
  value: Json,
): Omit<ConfigContent, 'globals'> & { warnings: readonly ConfigWarning[] } {
  const profiles = new Map<string, ConfigValues>();
  if (value === null) return { profiles, warnings: [] };
  if (!isObject(value)) return { profiles, warnings: [shapeWarning('profile', 'an object')] };

  const strays = new Map<string, Json>();
  const warnings: ConfigWarning[] = [];
  for (const [name, values] of Object.entries(value)) {
    const at = `profile.${name}`;
    if (isObject(values)) {
      profiles.set(name, values);
      warnings.push(...checkShapes(values, `${at}.`));
    } else {
      strays.set(name, values);
      warnings.push(shapeWarning(at, 'an object'));
    }
  }
  return { profiles, warnings, ...(strays.size > 0 && { strays }) };
}

function checkShapes(values: ConfigValues, prefix: string): ConfigWarning[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (value === null || !isConfigKey(key) || readValue(key, value) !== undefined) return [];
    return [shapeWarning(`${prefix}${key}`, expectationOf(key))];
  });
}

function shapeWarning(at: string, expected: string): ConfigWarning {
  return {
    kind: 'shape',
    at,
    text: `"${at}" should be ${expected}; what stands there is not used.`,
  };
}

/** 1 is what the reference writes, and all that protocol section 9 knows. */
function checkVersion(version: Json): ConfigWarning[] {
  if (version === null || version === 1 || version === '1') return [];
  const text = 'The file has another version than 1; a newer program may have written it.';
  return [{ kind: 'version', at: 'version', text }];
}

function isObject(value: Json): value is Tree {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A copy without a prototype, so that `__proto__` stays a key like any other. */
function copyWithout(tree: Tree, omitted: string): ConfigValues {
  const copy = Object.create(null) as Tree;
  for (const [key, value] of Object.entries(tree)) {
    if (key !== omitted) copy[key] = value;
  }
  return copy;
}
