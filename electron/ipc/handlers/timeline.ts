import type { Handlers } from '../bridge.ts';
import type { SessionControl } from '../services.ts';

/** Requests about the past of the mesh. */
export function timelineHandlers(session: SessionControl): Pick<Handlers, 'timeline.at'> {
  return {
    'timeline.at': ({ at }) => session.observation().chronicle.at(at),
  };
}
