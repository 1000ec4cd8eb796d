/** All that can be done with the profiles of a file, put together. */
import type { Clock } from '../../shared/clock.ts';
import type { ErrorView } from '../../shared/errors.ts';
import { remotePrefix } from '../mp/crypto/names.ts';
import { SecretFingerprints } from '../mp/crypto/fingerprint.ts';
import type { Random } from '../mp/crypto/random.ts';
import { generateSecret } from '../mp/crypto/secret.ts';
import type { probeSeed } from '../mp/mp.ts';
import { Certificates } from './certificates.ts';
import { ConfigFile, type Store } from './config-file.ts';
import { Invitations } from './invitations.ts';
import { KeptTexts } from './kept-texts.ts';
import { Passphrases } from './passphrases.ts';
import { Rotation } from './rotation.ts';
import type { NodeLife } from './running.ts';
import { SecretClipboard, type Clipboard } from './secret-clipboard.ts';
import { Secrets } from './secrets.ts';
import { testProfile } from './seed-tests.ts';
import { startConsequences } from './start-consequences.ts';
import type { ProfileTest, StartPreview } from '../../shared/config-view.ts';

export interface ProfilesOptions {
  store: Store;
  life: NodeLife;
  clock: Clock;
  random: Random;
  clipboard: Clipboard;
  probeSeed: typeof probeSeed;
  /** Called when the file or the rotation has something to tell. */
  onChange: () => void;
  /** Told once of every certificate that needs to be looked after. */
  onWarning: (warning: ErrorView, about: string) => void;
  /** N of scrypt; for tests. */
  cost?: number;
}

/** The profiles of one configuration file. */
export class Profiles {
  readonly file: ConfigFile;
  readonly secrets: Secrets;
  readonly certificates: Certificates;
  readonly invitations: Invitations;
  readonly passphrases: Passphrases;
  readonly rotation: Rotation;
  readonly clipboard: SecretClipboard;
  /** What the person chose to be taken in. */
  readonly texts: KeptTexts;
  readonly #options: ProfilesOptions;

  constructor(options: ProfilesOptions) {
    const { random, clock, life } = options;
    const fingerprints = new SecretFingerprints(random);
    const fingerprint = (secret: string): string => fingerprints.of(secret);
    const newSecret = (): string => generateSecret(random);
    this.#options = options;
    this.file = new ConfigFile({ ...options, fingerprint });
    this.clipboard = new SecretClipboard(options.clipboard, clock);
    this.secrets = new Secrets({ file: this.file, clipboard: this.clipboard, newSecret });
    this.texts = new KeptTexts(random);
    const parts = { file: this.file, texts: this.texts };
    this.certificates = new Certificates({ ...parts, clock });
    this.invitations = new Invitations({ ...options, ...parts });
    this.passphrases = new Passphrases({ random, clipboard: this.clipboard });
    this.rotation = new Rotation({
      clipboard: this.clipboard,
      file: this.file,
      life,
      invitations: this.invitations,
      probeSeed: options.probeSeed,
      newSecret,
      fingerprint,
      anonymousName: () => remotePrefix(random),
      onChange: options.onChange,
    });
  }

  /** Tries all seeds of a profile without joining. @throws MeshError see {@link testProfile} */
  test(profile: string): Promise<ProfileTest> {
    const { life, probeSeed, random } = this.#options;
    const anonymousName = (): string => remotePrefix(random);
    return testProfile(profile, { file: this.file, life, probeSeed, anonymousName });
  }

  /** What starting a profile would do. @throws MeshError `profile-unknown`, `config-*` */
  async consequences(profile: string): Promise<StartPreview> {
    const content = await this.file.content();
    return startConsequences(content, profile, this.#options.life.running());
  }

  /** Nothing secret stays behind; the file is no longer watched. */
  async close(): Promise<void> {
    this.file.close();
    this.texts.forgetAll();
    this.rotation.cancel();
    await this.clipboard.clear();
  }
}
