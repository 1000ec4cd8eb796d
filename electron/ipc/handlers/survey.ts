import type { Handlers } from '../bridge.ts';
import type { SessionControl } from '../services.ts';

/** Requests about the picture of the mesh. */
export function surveyHandlers(session: SessionControl): Pick<Handlers, 'survey.now'> {
  return {
    'survey.now': () => {
      session.observation().survey.askNow();
      return null;
    },
  };
}
