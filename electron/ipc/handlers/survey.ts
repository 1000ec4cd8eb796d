import type { Handlers } from '../bridge.ts';
import type { SessionControl } from '../services.ts';

type SurveyRequest =
  | 'survey.now'
  | 'survey.probing'
  | 'expected.set'
  | 'expected.fill'
  | 'far.set'
  | 'ghost.dismiss';

/** Requests about the picture of the mesh. */
export function surveyHandlers(session: SessionControl): Pick<Handlers, SurveyRequest> {
  return {
    'survey.now': () => {
      session.observation().measuring.surveyNow();
      return null;
    },
    'survey.probing': ({ on }) => {
      session.observation().setProbing(on);
      return null;
    },
    'expected.set': ({ nodes, expected }) => {
      session.observation().network.expect(nodes, expected);
      return null;
    },
    'expected.fill': () => {
      session.observation().network.expectUp();
      return null;
    },
    'far.set': ({ node, far }) => {
      session.observation().network.setFar(node, far);
      return null;
    },
    'ghost.dismiss': ({ nodes }) => {
      session.observation().network.dismiss(nodes);
      return null;
    },
  };
}
