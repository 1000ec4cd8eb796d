/** A certificate as the window shows it. */
import type { CertificateView } from '../../shared/config-view.ts';
import { MeshError, type ErrorView } from '../../shared/errors.ts';
import { describeCertificate, type CertificateDescription } from '../mp/certificates/describe.ts';

/** A certificate wherever it stands. */
export type BareCertificate = Omit<CertificateView, 'origin'>;

/**
 * The public facts of a `cert`, also of one that can't be used.
 * @param now Unix ms
 */
export function certificateView(pem: string, now: number): BareCertificate {
  try {
    return viewOf(describeCertificate(pem, { now: () => now }));
  } catch (error) {
    if (!(error instanceof MeshError)) throw error;
    return { ...UNREADABLE, warning: error.toView() };
  }
}

const UNREADABLE: BareCertificate = {
  subject: '',
  issuer: '',
  selfSigned: false,
  fingerprint: '',
  validFrom: 0,
  validTo: 0,
  keyType: '',
  authorities: 0,
  warning: null,
};

function viewOf(facts: CertificateDescription): BareCertificate {
  return {
    subject: facts.subject,
    issuer: facts.issuer,
    selfSigned: facts.selfSigned,
    fingerprint: facts.fingerprint,
    validFrom: facts.validFrom,
    validTo: facts.validTo,
    keyType: facts.key,
    authorities: facts.caCount,
    warning: warningOf(facts),
  };
}

function warningOf({ state, warnings }: CertificateDescription): ErrorView | null {
  const [first] = warnings;
  if (first === undefined) return null;
  const code = state === 'valid' ? 'cert-invalid' : 'cert-expired';
  return new MeshError(code, warnings.join(' '), {
    ...(state === 'not-yet-valid' && { next: 'Check the clock of this machine.' }),
  }).toView();
}
