/** The configuration file as the window shows it. */
import type {
  CertificateView,
  ConfigView,
  ProfileView,
  SecretView,
  ValueOrigin,
} from '../../shared/config-view.ts';
import { errorView, MeshError, type ErrorView } from '../../shared/errors.ts';
import type { ConfigContent, ConfigWarning } from '../mp/config/content.ts';
import { parentKey, profileLabel } from '../mp/config/layers.ts';
import type { StoreState } from '../mp/config/store.ts';
import { assessSecret } from '../mp/crypto/secret.ts';
import { certificateView } from './certificate-view.ts';
import {
  effectiveText,
  layerValues,
  originOf,
  unknownViews,
  valuesWithoutParent,
  valueViews,
  type LayerValues,
} from './values.ts';

/** What a view is made with. */
export interface ViewTools {
  /** Equal for equal secrets; tells nothing about them. */
  fingerprint: (secret: string) => string;
  /** Unix ms: certificates expire. */
  now: number;
  canUndo: boolean;
}

/** What the window may know of the file; no secret and no key is in it. */
export function configView(state: StoreState, tools: ViewTools): ConfigView {
  if (state.state === 'missing') {
    return { state: 'missing', path: state.path, backup: state.backup };
  }
  if (state.state === 'broken') {
    const { path, error, backup } = state;
    return { state: 'broken', path, error: error.toView(), backup };
  }
  const { path, revision, content, warnings } = state;
  const names = [...content.profiles.keys()];
  return {
    state: 'loaded',
    path,
    revision,
    globals: profileView(content, null, tools),
    profiles: names.map((name) => profileView(content, name, tools)),
    // The mode has a place of its own in the window, with a button that mends it.
    warnings: warnings.filter(({ kind }) => kind !== 'mode').map(warningView),
    wideMode: warnings.some(({ kind }) => kind === 'mode'),
    canUndo: tools.canUndo,
  };
}

function profileView(content: ConfigContent, name: string | null, tools: ViewTools): ProfileView {
  const { layer, problem } = readable(content, name);
  return {
    name,
    label: name === null ? '' : profileLabel(name),
    parent: name === null ? null : (parentKey(content, name) ?? null),
    children: childrenOf(content, name),
    values: valueViews(layer),
    unknown: unknownViews(layer),
    secret: secretView(layer, tools),
    certificate: certificateOf(layer, tools.now),
    problem,
  };
}

/** A profile whose parents can't be followed is shown with what it says itself. */
function readable(
  content: ConfigContent,
  name: string | null,
): { layer: LayerValues; problem: ErrorView | null } {
  try {
    return { layer: layerValues(content, name), problem: null };
  } catch (error) {
    if (!(error instanceof MeshError) || name === null) throw error;
    return { layer: valuesWithoutParent(content, name), problem: errorView(error) };
  }
}

/** Profiles that name that one as their parent; of the global values: those without a parent. */
function childrenOf(content: ConfigContent, name: string | null): string[] {
  const parent = name ?? undefined;
  return [...content.profiles.keys()].filter((other) => parentKey(content, other) === parent);
}

function secretView(layer: LayerValues, { fingerprint }: ViewTools): SecretView | null {
  const secret = effectiveText(layer, 'secret');
  if (secret === undefined) return null;
  const { strength, text } = assessSecret(secret);
  return { strength, text, fingerprint: fingerprint(secret), origin: originOf(layer, 'secret') };
}

function certificateOf(layer: LayerValues, now: number): CertificateView | null {
  const pem = effectiveText(layer, 'cert');
  const origin: ValueOrigin = originOf(layer, 'cert');
  return pem === undefined ? null : { ...certificateView(pem, now), origin };
}

function warningView({ text }: ConfigWarning): ErrorView {
  return new MeshError('value-invalid', text, { next: 'Correct it in the file.' }).toView();
}
