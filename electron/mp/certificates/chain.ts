/** How a certificate is tied to the authorities that stand beside it. */

import type { X509Certificate } from 'node:crypto';
import { expiryOf, isIssuedBy } from './facts.ts';
import type { CertificateParts } from './parts.ts';

/** The way from a certificate to the end of trust. */
export interface Chain {
  /** The certificate itself, then who issued it, and so on. */
  links: readonly X509Certificate[];
  /**
   * Whether the last one issued itself. Otherwise no other node can verify the certificate, because its
   * profile holds no more than ours.
   */
  complete: boolean;
}

/** Follows the issuers of `certificate` through `cas`. */
export function chainOf({ certificate, cas }: CertificateParts): Chain {
  const links = [certificate];
  let last = certificate;
  while (!isIssuedBy(last, last)) {
    const issuer = cas.find((ca) => !links.includes(ca) && isIssuedBy(last, ca));
    if (!issuer) return { links, complete: false };
    links.push(issuer);
    last = issuer;
  }
  return { links, complete: true };
}

/** The certificate of the chain that expires first. */
export function firstToExpire({ links }: Chain): X509Certificate {
  return links.reduce((first, link) => (expiryOf(link) < expiryOf(first) ? link : first));
}
