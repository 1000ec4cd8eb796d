import type {
  Answer,
  MeshdeckBridge,
  Push,
  RequestArgs,
  RequestName,
  RequestResult,
} from '../../shared/contract.ts';
import { errorView } from '../../shared/errors.ts';

type Handlers = {
  [Name in RequestName]?: (
    args: RequestArgs<Name>,
  ) => RequestResult<Name> | Promise<RequestResult<Name>>;
};

/** A main process that answers as the test says and refuses what it doesn't expect. */
export class FakeBridge implements MeshdeckBridge {
  /** What was asked, in order. */
  readonly calls: { name: RequestName; args: unknown }[] = [];
  readonly #handlers: Handlers;
  readonly #listeners = new Set<(push: string) => void>();

  constructor(handlers: Handlers) {
    this.#handlers = handlers;
  }

  async request<Name extends RequestName>(
    name: Name,
    args: RequestArgs<Name>,
  ): Promise<Answer<Name>> {
    // What crosses between processes is copied, and what can't be copied is refused.
    const copy = structuredClone(args);
    this.calls.push({ name, args: copy });
    try {
      const handler = this.#handlers[name];
      if (!handler) throw new Error(`${name} was not expected`);
      return { ok: true, value: await handler(copy) };
    } catch (error) {
      return { ok: false, error: errorView(error) };
    }
  }

  onPush(listener: (push: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  push(push: Push): void {
    for (const listener of this.#listeners) listener(JSON.stringify(push));
  }

  /** Arguments of all calls of that name. */
  argsOf<Name extends RequestName>(name: Name): RequestArgs<Name>[] {
    return this.calls
      .filter((call) => call.name === name)
      .map((call) => call.args as RequestArgs<Name>);
  }
}

/** Puts a bridge where the preload script would put the real one. */
export function installBridge(handlers: Handlers): FakeBridge {
  const bridge = new FakeBridge(handlers);
  Object.defineProperty(window, 'meshdeck', { value: bridge, configurable: true });
  return bridge;
}
