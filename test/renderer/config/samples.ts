import type { CertificateView, InvitationView, RotationView } from '../../../shared/config-view.ts';
import { MeshError } from '../../../shared/errors.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { FakeConfig } from './fake-config.ts';

export const SECRET = '8ugxrtw6H5tKnfPWfaSr4HGhE8MoJXmzTT1BWq7sLutNcD0IbXprQlZjIbl7MBKo';
const DAY = 86_400_000;

/** A certificate with that many days left. */
export function certificate(days: number, name = 'aemp'): Omit<CertificateView, 'origin'> {
  const soon = new MeshError('cert-expired', `The certificate ends in ${days} days.`);
  return {
    subject: `CN=${name}`,
    issuer: `CN=${name}`,
    selfSigned: true,
    fingerprint: Array.from({ length: 32 }, (_, index) =>
      ((index * 37 + name.length * 11) % 256).toString(16).padStart(2, '0').toUpperCase(),
    ).join(':'),
    validFrom: Date.now() - 340 * DAY,
    validTo: Date.now() + days * DAY + DAY / 2,
    keyType: 'EC P-256',
    authorities: 0,
    warning: days <= 30 ? soon.toView() : null,
  };
}

/** A file with a tree of profiles, inherited and own values, and values of other programs. */
export function officeConfig(): FakeConfig {
  const file = new FakeConfig(
    { secret: SECRET, seeds: ['10.0.0.1:4040', '10.0.0.2:4040'] },
    {
      base: { monitor_timeout: '20', binds: ['*:4040'], cert: 'office' },
      desk: { parent: 'base', nodeid: 'desk', seeds: ['10.0.0.1:4041'] },
      server: {
        parent: 'base',
        nodeid: 'anon/',
        services: [['My::Svc::init', 1, 'two'], 'AnyEvent::MP::Global::'],
        'x-deploy': { rack: 7, tags: ['eu', 'edge'] },
      },
      laptop: { binds: [], framing_format: ['json'], secret: 'geheim' },
      stray: { parent: 'gone' },
    },
  );
  file.certificates['office'] = certificate(21, 'office');
  return file;
}

/** Many profiles, some with names that are hard to show. */
export function crowdedConfig(): FakeConfig {
  const file = officeConfig();
  for (let index = 0; index < 44; index += 1) {
    const parent = index % 4 === 0 ? 'base' : `worker-${index - (index % 4)}`;
    file.profiles[`worker-${index}`] = { parent, binds: [`*:${5000 + index}`] };
  }
  file.profiles['a-profile-with-a-very-long-name-that-goes-on-and-on-and-does-not-want-to-end'] = {
    nodeid: `${'very-'.repeat(30)}long`,
    seeds: [`${'host-name-'.repeat(12)}.example:4040`, '[2001:db8::1]:4040'],
  };
  file.profiles['<b>‮bold'] = {};
  return file;
}

export const INVITATION: InvitationView = {
  network: 'office',
  seeds: ['192.168.1.17:4040', '10.0.0.1:4040'],
  secret: { strength: 'strong', text: '512 random bits.' },
  certificate: null,
};

/** A rotation in which so many of four nodes have moved; `self`: so has this one. */
export function rotationView(moved: number, self = false): RotationView {
  const names = ['fra-1', 'lon-7', 'sin-1'] as NodeId[];
  return {
    profile: 'desk',
    old: 'b1f4 09c2',
    new: '77ad e310',
    peers: [
      ...names.map((node, index) => ({
        node,
        address: `10.0.0.${index + 1}:4040`,
        takes: index < moved ? ('new' as const) : ('old' as const),
        text: index < moved ? 'has moved' : 'still takes the old one',
      })),
      {
        node: 'phone' as NodeId,
        address: null,
        takes: 'unreachable',
        text: 'listens nowhere, so it can’t be asked',
      },
    ],
    savedTo: null,
    seen: false,
    moved: self,
    complete: self && moved === names.length,
  };
}
