import type { Push, RequestArgs, RequestName, RequestResult } from '../../shared/contract.ts';
import type { KeptText } from '../../shared/config-view.ts';
import { MeshError } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';

/**
 * Asks the main process.
 * @param args plain data: proxies of the reactive state can't cross
 * @throws MeshError with the code, sentence and next step that came back
 */
export async function request<Name extends RequestName>(
  name: Name,
  args: RequestArgs<Name>,
): Promise<RequestResult<Name>> {
  const answer = await window.meshdeck.request(name, args);
  if (answer.ok) return answer.value;
  throw fromView(answer.error);
}

/** Lets the main process forget a text; one that it doesn't keep any more is just as good. */
export async function forget({ token }: KeptText): Promise<void> {
  await window.meshdeck.request('file.forget', { token });
}

/** Calls `listener` for every push; returns what ends it. */
export function onPush(listener: (push: Push) => void): () => void {
  return window.meshdeck.onPush((text) => listener(JSON.parse(text) as Push));
}

function fromView(view: ErrorView): MeshError {
  const detail = view.detail ? { detail: view.detail } : {};
  return new MeshError(view.code, view.message, { next: view.next, ...detail });
}
