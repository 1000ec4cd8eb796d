import type { Handlers } from '../bridge.ts';
import type { SessionControl } from '../services.ts';

type MessageRequests = Extract<keyof Handlers, `message.${string}`>;

/** Requests that send messages and look at those that went by. */
export function messageHandlers(session: SessionControl): Pick<Handlers, MessageRequests> {
  return {
    'message.send': ({ to, message }) => session.observation().deliveries.send(to, message),
    'message.call': ({ to, message, timeout }) => {
      return session.observation().calls.call(to, message, timeout);
    },
    'message.get': ({ seq }) => session.observation().messages.detail(seq),
  };
}
