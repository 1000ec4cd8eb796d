import type { Certificates } from '../../profiles/certificates.ts';
import type { Handlers } from '../bridge.ts';

/** Requests about certificates. Their keys are never part of an answer. */
export function certificateHandlers(
  certificates: Certificates,
): Pick<Handlers, Extract<keyof Handlers, `certificate.${string}`>> {
  return {
    'certificate.generate': (request) => certificates.generate(request),
    'certificate.import': ({ profile, files }) => certificates.import(profile, files),
    'certificate.export': async ({ profile }) => ({ pem: await certificates.export(profile) }),
  };
}
