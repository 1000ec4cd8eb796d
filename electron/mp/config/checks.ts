/** Whether a value may be written: what can't be read back, or would not be used, may not. */

import { MeshError } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/json.ts';
import { sameValue } from './equal.ts';
import { parseRelaxed } from './relaxed.ts';
import { expectationOf, isConfigKey, readValue } from './shapes.ts';

/** Longer names can't be meant, and would fill every list. */
const MAX_NAME = 255;

/** @throws MeshError `value-invalid` when the key is no place for a value */
export function checkKey(profile: string | null, key: string): void {
  if (key === '') throw invalid('A value needs a name.', profile, key);
  if (profile === null && key === 'profile') {
    throw invalid('"profile" holds the profiles and is no value.', profile, key);
  }
  checkText(key, profile, key);
}

/**
 * @throws MeshError `value-invalid`: a value of one of our keys that has another shape, or one that
 *   JSON can't say (see `parseRelaxed`)
 */
export function checkValue(profile: string | null, key: string, value: Json): void {
  checkKey(profile, key);
  if (value !== null && isConfigKey(key) && readValue(key, value) === undefined) {
    throw invalid(`"${place(profile, key)}" should be ${expectationOf(key)}.`, profile, key);
  }
  checkText(value, profile, key);
}

/** @throws MeshError `value-invalid` */
export function checkProfileName(name: string): void {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  if (name === '' || name.length > MAX_NAME || /[\u0000-\u001f\u007f]/.test(name)) {
    const text = `The name of a profile has 1 to ${MAX_NAME} characters, none of them a control character.`;
    throw invalid(text, name, '');
  }
  checkText(name, name, '');
}

function checkText(value: Json, profile: string | null, key: string): void {
  let readBack: Json | undefined;
  try {
    readBack = parseRelaxed(JSON.stringify(value));
  } catch {
    readBack = undefined;
  }
  if (readBack !== undefined && sameValue(readBack, value)) return;
  throw invalid(`"${place(profile, key)}" holds something that the file can't.`, profile, key);
}

function place(profile: string | null, key: string): string {
  return [...(profile === null ? [] : ['profile', profile]), ...(key ? [key] : [])].join('.');
}

function invalid(text: string, profile: string | null, key: string): MeshError {
  return new MeshError('value-invalid', text, {
    detail: { ...(profile === null ? {} : { profile: profile.slice(0, MAX_NAME) }), key },
  });
}
