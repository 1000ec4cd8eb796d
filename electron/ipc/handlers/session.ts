import type { Handlers } from '../bridge.ts';
import type { SessionControl } from '../services.ts';

type SessionRequests = Extract<keyof Handlers, `session.${string}`>;

/** Requests that begin and end the life of the node. */
export function sessionHandlers(session: SessionControl): Pick<Handlers, SessionRequests> {
  return {
    'session.create': (network) => session.create(network).then(nothing),
    'session.test': (seed) => session.test(seed),
    'session.join': (network) => session.join(network).then(nothing),
    'session.demo': ({ nodes }) => session.demo(nodes).then(nothing),
    'session.retry': () => session.retry().then(nothing),
    'session.start': ({ profile }) => session.start(profile).then(nothing),
    'session.leave': () => session.leave().then(nothing),
  };
}

function nothing(): null {
  return null;
}
