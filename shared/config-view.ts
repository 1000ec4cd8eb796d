/**
 * The configuration file as the window shows it. Secrets and private keys are never part of it: only
 * whether there is one, how strong it is, and a fingerprint to compare it by.
 */
import type { HandshakeTest } from './contract.ts';
import type { DiffLine } from './diff-line.ts';
import type { ErrorView } from './errors.ts';
import type { NodeId } from './ids.ts';
import type { Json } from './json.ts';

/** Where an effective value comes from. */
export type ValueOrigin =
  | { from: 'built-in' | 'global' | 'profile-name' }
  | { from: 'profile'; profile: string };

/** One key of a profile (protocol section 9). */
export interface ValueView {
  key: string;
  /** What this profile itself says; `undefined` = it inherits. Never for `secret` and `cert`. */
  own: Json | undefined;
  /** Whether this profile itself has the key; the only hint of `own` for secrets. */
  isOwn: boolean;
  /** What counts in the end; `undefined` = nothing. Never for `secret` and `cert`. */
  effective: Json | undefined;
  origin: ValueOrigin;
  /** Set when the value can't be used; a default stands in for it. */
  problem: string | null;
}

export type SecretStrength = 'empty' | 'weak' | 'fair' | 'strong';

export interface SecretView {
  strength: SecretStrength;
  /** A sentence about the strength. */
  text: string;
  /** Equal for equal secrets, in this run of the program only. */
  fingerprint: string;
  origin: ValueOrigin;
}

export interface CertificateView {
  subject: string;
  issuer: string;
  selfSigned: boolean;
  /** SHA-256, colon-separated hex. */
  fingerprint: string;
  /** Unix ms. */
  validFrom: number;
  validTo: number;
  /** e.g. `EC P-256`, `RSA 3072`. */
  keyType: string;
  /** Further certificates in the same text. */
  authorities: number;
  origin: ValueOrigin;
  /** Expired, about to expire, or unusable: what to do. */
  warning: ErrorView | null;
}

export interface ProfileView {
  /** `null`: the global values. Names as in the file; double-encoded ones are shown decoded in `label`. */
  name: string | null;
  label: string;
  parent: string | null;
  children: readonly string[];
  values: readonly ValueView[];
  /** Keys that are not ours, as JSON text; kept as they are. `origin`: `null` = this profile has it itself. */
  unknown: readonly { key: string; json: string; origin: ValueOrigin | null }[];
  secret: SecretView | null;
  certificate: CertificateView | null;
  /** A cycle, an unknown parent: why the profile can't be used. */
  problem: ErrorView | null;
}

/**
 * Whether the previous version of the file could take its place. `barred`: it could, but what can't be
 * read there must be mended first.
 */
export type BackupState = 'none' | 'broken' | 'usable' | 'barred';

export type ConfigView =
  | { state: 'missing'; path: string; backup: BackupState }
  | {
      state: 'loaded';
      path: string;
      /** Changes with every change of the file. */
      revision: string;
      globals: ProfileView;
      profiles: readonly ProfileView[];
      warnings: readonly ErrorView[];
      /** Whether the file can be read by others than its owner. */
      wideMode: boolean;
      canUndo: boolean;
    }
  | { state: 'broken'; path: string; error: ErrorView; backup: BackupState };

/** A change of the file. `profile: null` = the global values. Without `value`: inherit. */
export type ConfigChange =
  | { kind: 'set'; profile: string | null; key: string; value?: Json; seenRevision?: string }
  | { kind: 'create-profile'; profile: string; parent: string | null }
  | { kind: 'rename-profile'; profile: string; to: string }
  | { kind: 'copy-profile'; profile: string; to: string }
  | { kind: 'delete-profile'; profile: string };

export interface ConfigPreview {
  lines: readonly DiffLine[];
  /** What will be different for other profiles and the running node, one sentence each. */
  consequences: readonly string[];
}

/** What starting a profile would do, said before it is done. */
export interface StartPreview {
  /** `false`: what the file says keeps it from starting. Ports are tried at the start itself. */
  canStart: boolean;
  /** One sentence each. */
  consequences: readonly string[];
}

/** Where a file was written; `null`: the person chose no place. */
export type SavedFile = { path: string } | null;

/** A text that may hold secrets. It stays in the main process, and is only named here. */
export interface KeptText {
  token: string;
  /** What the file is called. */
  name: string;
}

/** What an invitation holds, before it is taken; secrets only by strength. */
export interface InvitationView {
  network: string;
  seeds: readonly string[];
  secret: { strength: SecretStrength; text: string } | null;
  certificate: Omit<CertificateView, 'origin'> | null;
}

/** How far a peer has come in a rotation of the secret. */
export interface RotationPeer {
  node: NodeId;
  address: string | null;
  /** `unreachable` also for nodes that listen nowhere: they can't be asked. */
  takes: 'old' | 'new' | 'neither' | 'unreachable';
  text: string;
}

export interface RotationView {
  profile: string | null;
  /** Fingerprints of the secrets. */
  old: string;
  new: string;
  peers: readonly RotationPeer[];
  /** Where an invitation with the new secret was saved last. */
  savedTo: string | null;
  /** Whether the new secret was shown or copied. */
  seen: boolean;
  /** The file has the new one, and so has the node that runs with it. */
  moved: boolean;
  /** Everybody who can be asked takes the new one. */
  complete: boolean;
}

/** A profile's seeds, each tested. */
export interface ProfileTest {
  seeds: readonly { seed: string; test: HandshakeTest }[];
}

/** What a person saves: text, or a picture. */
export interface FileToSave {
  /** Proposal for the name of the file, without folders. */
  name: string;
  /** At most `MAX_SAVED_LENGTH` characters. */
  text: string;
  /** How octets became text; `utf8` when left out. */
  encoding?: FileEncoding;
}

export type FileEncoding = 'utf8' | 'base64';

/** Requests about the configuration; part of the contract. `profile: null` = the global values. */
export interface ConfigRequests {
  'config.get': { args: null; result: ConfigView };
  'config.preview': { args: { changes: readonly ConfigChange[] }; result: ConfigPreview };
  /** @throws `config-conflict` when somebody else changed what is to be changed. */
  'config.apply': { args: { changes: readonly ConfigChange[] }; result: ConfigView };
  'config.undo': { args: null; result: ConfigView };
  'config.restore': { args: null; result: ConfigView };
  'config.repair-mode': { args: null; result: ConfigView };
  /** Tries all seeds of a profile without joining. */
  'profile.test': { args: { profile: string }; result: ProfileTest };
  /** What starting or switching to a profile would do; then `session.start`. */
  'profile.consequences': { args: { profile: string }; result: StartPreview };
  'session.start': { args: { profile: string }; result: null };
  /** Makes a new secret in the reference's form, and sets it. */
  'secret.generate': { args: { profile: string | null }; result: ConfigView };
  'secret.set': { args: { profile: string | null; secret: string }; result: ConfigView };
  'secret.assess': { args: { secret: string }; result: { strength: SecretStrength; text: string } };
  /** The secret itself; the window forgets it after 30 s. Only on request of the person. */
  'secret.reveal': { args: { profile: string | null }; result: { secret: string } };
  /** Puts it on the clipboard, which is cleared after 30 s if it is still there. */
  'secret.copy': { args: { profile: string | null }; result: null };
  /** By the measure that invitations are made by: from `fair` on. */
  'passphrase.assess': {
    args: { passphrase: string };
    result: { strength: SecretStrength; text: string };
  };
  /** Makes one for a person to read out. It is kept nowhere. */
  'passphrase.generate': { args: null; result: { passphrase: string } };
  /** Like `secret.copy`. */
  'passphrase.copy': { args: { passphrase: string }; result: null };
  /** Begins a rotation with a new secret that no file has yet; asks the peers. */
  'rotation.begin': { args: { profile: string | null }; result: RotationView };
  'rotation.ask': { args: null; result: RotationView };
  /** Writes the new secret to the file and restarts the node with it. */
  'rotation.move': { args: null; result: RotationView };
  /** Ends it, before the move or after it. */
  'rotation.cancel': { args: null; result: null };
  /** Saves an encrypted file with the new secret, for the other machines. */
  'rotation.invite': { args: { passphrase: string }; result: SavedFile };
  /** The new secret itself, for machines that take no invitation; like `secret.reveal`. */
  'rotation.reveal': { args: null; result: { secret: string } };
  /** Like `secret.copy`. */
  'rotation.copy': { args: null; result: null };
  'certificate.generate': {
    args: {
      profile: string | null;
      name: string;
      key: 'ec-p256' | 'ec-p384' | 'rsa-2048' | 'rsa-3072' | 'rsa-4096';
      /** Days. */
      validity: number;
    };
    result: ConfigView;
  };
  /** PEM texts by their tokens: key, certificate and CAs in any order, in one text or in several. */
  'certificate.import': {
    args: { profile: string | null; files: readonly string[] };
    result: ConfigView;
  };
  /** The public part. */
  'certificate.export': { args: { profile: string | null }; result: { pem: string } };
  /** Makes an invitation, and saves it where the person chooses. */
  'invitation.create': {
    args: { profile: string; seeds: readonly string[]; passphrase: string | null };
    result: SavedFile;
  };
  'invitation.open': { args: { token: string; passphrase: string | null }; result: InvitationView };
  /** Takes an opened invitation into a profile: a new one, or the first of a new file. */
  'invitation.accept': {
    args: { token: string; profile: string; nodeId: string; binds: readonly string[] };
    result: ConfigView;
  };
  /** A dialog of the system: saves what is no secret to a file that the person chooses. */
  'file.save': { args: FileToSave; result: SavedFile };
  /** A dialog of the system: keeps the text of a file that the person chooses; `null` = cancelled. */
  'file.choose': { args: null; result: KeptText | null };
  /** The same for text that was pasted. */
  'file.paste': { args: { text: string }; result: KeptText };
  /** Forgets a text that isn't needed any more. */
  'file.forget': { args: { token: string }; result: null };
}
