import type { Handlers } from '../bridge.ts';
import type { Services } from '../services.ts';
import { appHandlers } from './app.ts';
import { clipboardHandlers } from './clipboard.ts';
import { messageHandlers } from './message.ts';
import { sessionHandlers } from './session.ts';
import { surveyHandlers } from './survey.ts';

/** What does the work of every request of the contract. */
export function createHandlers(services: Services): Handlers {
  return {
    ...appHandlers(services),
    ...sessionHandlers(services.session),
    ...messageHandlers(services.session),
    ...surveyHandlers(services.session),
    ...clipboardHandlers(services),
  };
}
