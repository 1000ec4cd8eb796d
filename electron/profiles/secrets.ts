/** Secrets: made, set, shown and copied, the latter two only when a person asks. */
import type { ConfigView, SecretStrength } from '../../shared/config-view.ts';
import { MeshError } from '../../shared/errors.ts';
import { toFileText } from '../mp/config/octets.ts';
import { assessSecret } from '../mp/crypto/secret.ts';
import type { ConfigFile } from './config-file.ts';
import { layerOf, secretOf } from './layer.ts';
import type { SecretClipboard } from './secret-clipboard.ts';

export interface SecretsOptions {
  file: Pick<ConfigFile, 'content' | 'change'>;
  clipboard: Pick<SecretClipboard, 'copy'>;
  newSecret: () => string;
}

/** Everything about secrets but their rotation. `profile: null` = the global values. */
export class Secrets {
  readonly #options: SecretsOptions;

  constructor(options: SecretsOptions) {
    this.#options = options;
  }

  /** Sets a new one in the reference's form. */
  generate(profile: string | null): Promise<ConfigView> {
    return this.#set(profile, this.#options.newSecret());
  }

  /** @throws MeshError `value-invalid` for an empty one, which would let anyone in */
  async set(profile: string | null, secret: string): Promise<ConfigView> {
    if (secret !== '') return this.#set(profile, secret);
    throw new MeshError('value-invalid', 'An empty secret would let anyone in.', {
      next: 'Enter a secret, or have one made.',
    });
  }

  assess(secret: string): { strength: SecretStrength; text: string } {
    const { strength, text } = assessSecret(secret);
    return { strength, text };
  }

  /** The secret that counts for that profile. @throws MeshError `no-secret`, `profile-unknown` */
  async reveal(profile: string | null): Promise<string> {
    return secretOf(layerOf(await this.#options.file.content(), profile));
  }

  /** Puts it on the clipboard for a short while. @throws MeshError like {@link reveal} */
  async copy(profile: string | null): Promise<void> {
    await this.#options.clipboard.copy(await this.reveal(profile));
  }

  #set(profile: string | null, secret: string): Promise<ConfigView> {
    return this.#options.file.change([
      { kind: 'set', profile, key: 'secret', value: toFileText(secret) },
    ]);
  }
}
