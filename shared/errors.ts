/**
 * Every error that a person can meet. A code is stable and documented once, here; the sentence that
 * goes with it is written where the error is found, because only there the facts are known.
 */

/** What to do next, by code. Used unless the place that throws knows better. */
const NEXT_STEPS = {
  // configuration file
  'config-unreadable':
    'Check that the file is a regular file that you may read, or name another one with --rc.',
  'config-broken':
    'Mend the file at the place named, or put back its backup, which ends in "~", if there is one.',
  'config-exists': 'Start with the existing file, or name another one with --rc.',
  'config-unwritable': 'Choose a folder that you may write to with --rc, or free some space.',
  'config-conflict': 'Look at the file as it is now, and decide again.',
  'profile-unknown': 'Check the name of the profile.',
  'profile-exists': 'Choose another name for the profile.',
  'profile-cycle': 'Change or remove the parent of one of the profiles named.',
  'parent-unknown': 'Create the parent profile, or remove the line that names it.',
  'value-invalid': 'Correct the value named.',
  // starting a node
  'node-id-invalid': 'Use 1 to 255 printable characters without "#" and ";".',
  'address-invalid': 'Write it as host:port or [IPv6]:port.',
  'address-in-use':
    'Stop the program that uses it, or bind another port; port "*" takes any free one.',
  'address-unavailable': 'Bind an address of this machine, or "*" for all of them.',
  'host-unknown': 'Check the spelling of the host name and the name service.',
  'no-secret': 'Set the secret of the network in the profile, or in the variable MESHDECK_SECRET.',
  'cert-invalid': 'Have a new certificate made, or give the profile the one of the network.',
  'cert-mismatch': 'Import the key that was made for this certificate.',
  'cert-expired': 'Have a new certificate made, and give it to all nodes of the network.',
  'invitation-invalid': 'Ask for the file again; it must arrive unchanged.',
  'passphrase-wrong': 'Ask whoever made the invitation for the passphrase.',
  'node-closed': 'Start the node again.',
  'node-unmeasured': 'Wait for a few seconds, and switch the measuring of links on if it is off.',
  'file-unreadable': 'Choose a text file that you may read, of at most 1 MiB.',
  'file-unwritable': 'Choose a folder that you may write to, or free some space.',
  // connecting to a peer
  'seed-unreachable': 'Check the address, that the node runs, and that no firewall is between.',
  'handshake-timeout': 'Check that the address is that of an AEMP node.',
  'not-aemp': 'Check that the address is that of an AEMP node.',
  'greeting-invalid': 'Check the version of the software on the other side.',
  'version-mismatch': 'Use AnyEvent::MP 1.x on the other side.',
  'auth-none-common': 'Allow a method that both sides have in auth_offer and auth_accept.',
  'framing-none-common': 'Allow a framing that both sides have in framing_format.',
  'secret-mismatch': 'Set the same secret on both sides.',
  'tls-required':
    'Give that node the certificate too, or set "tls_required" to false in the profile of this one.',
  'tls-failed': 'Give both nodes the same certificate, or certificates of the same authority.',
  'self-connect': 'Nothing to do: the address is this node itself.',
  'node-id-taken': 'Give one of the two nodes another node ID.',
  'already-connected': 'Nothing to do: one connection is enough.',
  reflected: 'Check what answers at that address: it sends our own greeting back.',
  'peer-closed': 'Look at the log of the other side: it closed the connection.',
  'connection-lost': 'Nothing to do: the node is dialled again.',
  'door-full': 'Find out which program connects without saying who it is.',
  // frames
  'frame-invalid': 'Check the version of the software on the other side.',
  'frame-too-large': 'Send less at once, or raise the limit.',
  'frame-too-deep': 'Send data that is nested less deeply.',
  // messages
  'message-unencodable':
    'Send plain data only: null, booleans, numbers, strings, arrays and objects.',
  'message-invalid': 'Correct the message at the place named.',
  'destination-invalid': 'Write it as NODE or NODE#PORT.',
  'destination-unknown': 'Choose a node of the network, or wait until it is known.',
  'port-not-local': 'Use a port of this node.',
  'port-unknown': 'Check that the port still exists.',
  'group-registered': 'Leave the registration as it is, or register another port.',
  'init-unknown': 'Name one of the registered init functions.',
  'service-refused': 'Nothing to do: this node never runs code that it is sent.',
  'peer-limit': 'Look at what that node sends.',
  // lists, recordings and exports of messages
  'filter-invalid': 'Correct the filter at the place named; see docs/filters.md.',
  'limit-reached': 'Close or remove what is no longer needed.',
  'not-open': 'Open it again.',
  'recording-invalid': 'Choose a file that was recorded, or exported as JSON Lines, by Meshdeck.',
  'recording-version': 'Open it with the version of Meshdeck that wrote it, or a newer one.',
  // messages by hand
  'json-invalid': 'Correct the arguments at the place named.',
  'variable-missing': 'Give the variable a value, or correct its name.',
  'variable-invalid': 'Write variables as {{name}}; see docs/messages.md.',
  'destination-died': 'Choose another destination, or wait until it is there again.',
  'reply-missing': 'Check that the destination answers, or give it more time.',
  'request-gone': 'Nothing to do: it was answered, dismissed or dropped.',
  'reply-differs': 'Compare what was expected with what came.',
  'library-invalid': 'Choose a file that was exported by Meshdeck.',
  'library-version': 'Use the version of Meshdeck that wrote it, or a newer one.',
  // the window and its processes
  'ipc-unknown': 'Reload the window.',
  'ipc-invalid': 'Correct the value named.',
  'ipc-sender': 'Reload the window.',
  'ipc-too-large': 'Send less at once.',
  'not-running': 'Start a node first.',
  'session-busy': 'Wait until the running step has ended.',
  'demo-failed': 'Look at the log for the reason, then try again.',
  usage: 'See --help.',
  internal: 'Look at the log, and report it with the steps that led here.',
} as const satisfies Record<string, string>;

/** A stable code; see {@link NEXT_STEPS} for the list. */
export type ErrorCode = keyof typeof NEXT_STEPS;

export interface MeshErrorOptions {
  /** Overrides the next step of the code. */
  next?: string;
  /** Facts for programs: line, column, path, address … Plain data, never a secret. */
  detail?: Readonly<Record<string, string | number>>;
  cause?: unknown;
}

/** An error as plain data: crosses processes and is shown as it stands. */
export interface ErrorView {
  code: ErrorCode;
  /** One sentence: what is wrong. */
  message: string;
  /** One sentence: what to do. */
  next: string;
  detail?: Readonly<Record<string, string | number>>;
}

/** The one error class of the project. */
export class MeshError extends Error {
  readonly code: ErrorCode;
  readonly next: string;
  readonly detail: Readonly<Record<string, string | number>> | undefined;

  /**
   * @param code what kind of error; see the list above
   * @param message one sentence that says what is wrong, with the names and numbers at hand
   */
  constructor(code: ErrorCode, message: string, options: MeshErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'MeshError';
    this.code = code;
    this.next = options.next ?? NEXT_STEPS[code];
    this.detail = options.detail;
  }

  /** The error as plain data. */
  toView(): ErrorView {
    const view: ErrorView = { code: this.code, message: this.message, next: this.next };
    if (this.detail) view.detail = this.detail;
    return view;
  }
}

/**
 * Any thrown value as plain data. What is not a {@link MeshError} is a defect of ours and becomes
 * `internal`, with its own text, so that it can be reported.
 */
export function errorView(error: unknown): ErrorView {
  return toMeshError(error).toView();
}

/** Any thrown value as a {@link MeshError}; foreign errors become `internal`. */
export function toMeshError(error: unknown): MeshError {
  if (error instanceof MeshError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new MeshError('internal', `Unexpected error: ${text}`, { cause: error });
}

/** True when `code` is one of ours; for data that crossed a process. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(NEXT_STEPS, code);
}

/** All codes with their next steps, for documents and tests. */
export function errorCodes(): readonly [ErrorCode, string][] {
  return Object.entries(NEXT_STEPS) as [ErrorCode, string][];
}
