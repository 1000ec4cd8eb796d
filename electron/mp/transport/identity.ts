import { createSecureContext, type SecureVersion } from 'node:tls';
import { MeshError } from '../../../shared/errors.ts';

/** Our certificate and key, and what the certificates of others are checked against. */
export interface TlsIdentity {
  /** PEM: certificate, key, then optional CAs; the certificate is also the CA (protocol section 2). */
  pem: string;
}

/**
 * Reads the certificate of a profile.
 * @throws MeshError `cert-invalid` when certificate and key are missing, broken, or don't belong together
 */
export function readIdentity(pem: string): TlsIdentity {
  try {
    createSecureContext(tlsOptions({ pem }));
  } catch (cause) {
    throw new MeshError(
      'cert-invalid',
      `The certificate of the profile can't be used: ${explain(pem, cause)}.`,
      {
        cause,
      },
    );
  }
  return { pem };
}

/** Options of both roles. */
export interface TlsOptions {
  cert: string;
  key: string;
  ca: string;
  minVersion: SecureVersion;
  rejectUnauthorized: boolean;
  requestCert: boolean;
}

/** What both roles of TLS have in common. Names in certificates don't count: the certificate itself does. */
export function tlsOptions({ pem }: TlsIdentity): TlsOptions {
  return {
    cert: pem,
    key: pem,
    ca: pem,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    requestCert: true,
  };
}

function explain(pem: string, cause: unknown): string {
  if (!/-----BEGIN CERTIFICATE-----/.test(pem)) return 'there is no certificate in it';
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) return 'there is no private key in it';
  const text = cause instanceof Error ? cause.message : String(cause);
  if (/mismatch/i.test(text)) return 'the key belongs to another certificate';
  return 'its text is damaged';
}
