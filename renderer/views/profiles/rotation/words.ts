import type { RotationView } from '../../../../shared/config-view.ts';
import { counted } from '../../../state/format.ts';

/** How far the network has come, in a sentence or two. */
export function rotationWords({ peers, complete }: RotationView): string {
  const silent = peers.filter(({ takes }) => takes === 'unreachable').length;
  const asked = peers.length - silent;
  const moved = peers.filter(({ takes }) => takes === 'new').length;
  const rest = silent > 0 ? ` ${counted(silent, 'node')} can’t be asked.` : '';
  if (asked === 0) return `No node can be asked.${rest}`;
  const share = complete ? 'All' : `${moved} of`;
  return `${share} ${counted(asked, 'node')} that can be asked take the new secret.${rest}`;
}
