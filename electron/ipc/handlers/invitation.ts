import type { Invitations } from '../../profiles/invitations.ts';
import type { Handlers } from '../bridge.ts';
import type { FileDialogs } from '../services.ts';

/** Requests that invite other machines, or take an invitation. What it says stays in this process. */
export function invitationHandlers(
  invitations: Invitations,
  files: Pick<FileDialogs, 'save'>,
): Pick<Handlers, Extract<keyof Handlers, `invitation.${string}`>> {
  return {
    'invitation.create': async (request) => {
      const { name, text } = await invitations.create(request);
      return files.save({ name, text });
    },
    'invitation.open': (request) => invitations.open(request),
    'invitation.accept': (request) => invitations.accept(request),
  };
}
