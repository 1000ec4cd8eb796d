import * as v from 'valibot';
import { requestLimit } from '../../shared/contract.ts';
import type { Answer, RequestArgs, RequestName, RequestResult } from '../../shared/contract.ts';
import { MeshError, toMeshError } from '../../shared/errors.ts';
import { assertPlainData } from './plain-data.ts';
import { isRequestName, REQUEST_SCHEMAS } from './schemas.ts';

/** What does the work of each request. */
export type Handlers = {
  [Name in RequestName]: (
    args: RequestArgs<Name>,
  ) => RequestResult<Name> | Promise<RequestResult<Name>>;
};

/** Longest part of a request that a sentence repeats. */
const SHOWN_LENGTH = 60;

export interface BridgeOptions<Sender> {
  handlers: Handlers;
  /** Whether a request comes from our own window's page and nothing else. */
  isTrusted: (sender: Sender) => boolean;
  /** Told of defects: errors that no code was foreseen for. */
  onDefect: (error: MeshError) => void;
}

/** Serves the contract: every call is checked, and every call is answered. */
export class Bridge<Sender> {
  readonly #options: BridgeOptions<Sender>;

  constructor(options: BridgeOptions<Sender>) {
    this.#options = options;
  }

  /**
   * Answers one request. Never throws, and never answers with undefined: what can't be served comes
   * back as an error with its code.
   * @param args whatever came after the sender
   */
  async answer(sender: Sender, args: readonly unknown[]): Promise<Answer<RequestName>> {
    try {
      if (!this.#options.isTrusted(sender)) {
        throw new MeshError(
          'ipc-sender',
          'The request does not come from the window of this program.',
        );
      }
      return { ok: true, value: await this.#serve(args) };
    } catch (error) {
      const known = toMeshError(error);
      if (known.code === 'internal') this.#options.onDefect(known);
      return { ok: false, error: known.toView() };
    }
  }

  #serve(request: readonly unknown[]): Promise<RequestResult<RequestName>> {
    const [name, args, ...rest] = request;
    if (!isRequestName(name)) throw unknownRequest(name);
    if (rest.length > 0) throw new MeshError('ipc-invalid', `${name} takes one argument only.`);
    assertPlainData(args, requestLimit(name));
    return this.#handle(name, args);
  }

  async #handle<Name extends RequestName>(name: Name, args: unknown): Promise<RequestResult<Name>> {
    const parsed = v.safeParse(REQUEST_SCHEMAS[name], args, { abortEarly: true });
    if (!parsed.success) throw invalidArguments(name, parsed.issues[0]);
    return this.#options.handlers[name](parsed.output);
  }
}

function unknownRequest(name: unknown): MeshError {
  const shown = typeof name === 'string' ? `"${name.slice(0, SHOWN_LENGTH)}"` : `a ${typeof name}`;
  return new MeshError('ipc-unknown', `There is no request ${shown}.`);
}

function invalidArguments(name: RequestName, issue: v.BaseIssue<unknown>): MeshError {
  const path = v.getDotPath(issue);
  const where = path === null ? name : `${name}, ${path.slice(0, SHOWN_LENGTH)}`;
  // The text of the issue repeats what was received, which may be long.
  return new MeshError('ipc-invalid', `${where}: ${issue.message.slice(0, 200)}.`);
}
