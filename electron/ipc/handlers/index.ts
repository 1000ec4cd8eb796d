import type { Handlers } from '../bridge.ts';
import type { Services } from '../services.ts';
import { appHandlers } from './app.ts';
import { certificateHandlers } from './certificate.ts';
import { clipboardHandlers } from './clipboard.ts';
import { configHandlers } from './config.ts';
import { fileHandlers } from './file.ts';
import { handHandlers } from './hand.ts';
import { invitationHandlers } from './invitation.ts';
import { messageHandlers } from './message.ts';
import { passphraseHandlers } from './passphrase.ts';
import { rotationHandlers } from './rotation.ts';
import { secretHandlers } from './secret.ts';
import { sessionHandlers } from './session.ts';
import { surveyHandlers } from './survey.ts';
import { timelineHandlers } from './timeline.ts';

/** What does the work of every request of the contract. */
export function createHandlers(services: Services): Handlers {
  const { session, profiles, files, inspector, library } = services;
  return {
    ...appHandlers(services),
    ...sessionHandlers(session),
    ...messageHandlers(session, inspector, library),
    ...handHandlers(session, library, inspector),
    ...surveyHandlers(session),
    ...timelineHandlers(session),
    ...clipboardHandlers(services),
    ...configHandlers(profiles),
    ...secretHandlers(profiles.secrets),
    ...certificateHandlers(profiles.certificates),
    ...invitationHandlers(profiles.invitations, files),
    ...passphraseHandlers(profiles.passphrases),
    ...rotationHandlers(profiles.rotation, files),
    ...fileHandlers(files, profiles.texts),
  };
}
