import type { LinkPosture } from '../../shared/mesh.ts';

/** A link as most are: dialled, in the clear, with the auth method of the secret. */
export const POSTURE: LinkPosture = {
  peerAddress: '127.0.0.1:4041',
  dialled: true,
  authSent: 'hmac_md6_64_256',
  authReceived: 'hmac_md6_64_256',
  framingSent: 'json',
  framingReceived: 'json',
  encrypted: false,
  cipher: null,
  untrusted: false,
  authAccepted: ['tls_md6_64_256', 'hmac_md6_64_256'],
  framingsAccepted: ['json'],
};
