/** One profile of the file, for what is done with it. */
import { MeshError } from '../../shared/errors.ts';
import type { ConfigContent } from '../mp/config/content.ts';
import { profileKey, profileLabel } from '../mp/config/layers.ts';
import { effectiveText, layerValues, originOf, type LayerValues } from './values.ts';

/**
 * A profile with all that counts for it.
 * @param profile `null`: the global values
 * @throws MeshError `profile-unknown`, `profile-cycle`, `parent-unknown`
 */
export function layerOf(content: ConfigContent, profile: string | null): LayerValues {
  return layerValues(content, profile === null ? null : existingKey(content, profile));
}

/** The name of a profile in the file. @throws MeshError `profile-unknown` */
export function existingKey(content: ConfigContent, profile: string): string {
  const key = profileKey(content, profile);
  if (key !== undefined) return key;
  throw new MeshError('profile-unknown', `There is no profile "${profileLabel(profile)}".`);
}

/** The secret that counts for a layer. @throws MeshError `no-secret` */
export function secretOf(layer: LayerValues): string {
  const secret = effectiveText(layer, 'secret');
  if (secret !== undefined && secret !== '') return secret;
  throw new MeshError('no-secret', `${layerName(layer)} no secret.`);
}

/** The certificate that counts for a layer. @throws MeshError `cert-invalid` */
export function certOf(layer: LayerValues): string {
  const cert = effectiveText(layer, 'cert');
  if (cert !== undefined) return cert;
  throw new MeshError('cert-invalid', `${layerName(layer)} no certificate.`);
}

/** Where in the file a value stands that counts for a layer: the layer itself when nowhere. */
export function homeOf(layer: LayerValues, key: string): string | null {
  const origin = originOf(layer, key);
  if (origin.from === 'profile') return origin.profile;
  return origin.from === 'global' ? null : layer.name;
}

function layerName({ name }: LayerValues): string {
  return name === null ? 'The global values have' : `The profile "${profileLabel(name)}" has`;
}
