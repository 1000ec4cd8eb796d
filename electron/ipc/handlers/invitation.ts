import type { Invitations } from '../../profiles/invitations.ts';
import type { Handlers } from '../bridge.ts';

/** Requests that invite other machines, or take an invitation. */
export function invitationHandlers(
  invitations: Invitations,
): Pick<Handlers, Extract<keyof Handlers, `invitation.${string}`>> {
  return {
    'invitation.create': (request) => invitations.create(request),
    'invitation.open': (request) => invitations.open(request),
    'invitation.accept': (request) => invitations.accept(request),
  };
}
