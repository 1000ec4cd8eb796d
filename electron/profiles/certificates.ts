/** Certificates of profiles. */
import type { Clock } from '../../shared/clock.ts';
import type { ConfigRequests, ConfigView } from '../../shared/config-view.ts';
import { generateCertificate } from '../mp/certificates/generate.ts';
import { importCertificate, publicPart } from '../mp/certificates/import.ts';
import type { ConfigFile } from './config-file.ts';
import type { KeptTexts } from './kept-texts.ts';
import { certOf, layerOf } from './layer.ts';

export interface CertificatesOptions {
  file: Pick<ConfigFile, 'content' | 'change'>;
  clock: Clock;
  texts: Pick<KeptTexts, 'get' | 'forget'>;
}

/** Certificates of profiles; `profile: null` = the global values. The key never leaves this process. */
export class Certificates {
  readonly #options: CertificatesOptions;

  constructor(options: CertificatesOptions) {
    this.#options = options;
  }

  /** Makes a self-signed one, and sets it. @throws MeshError `value-invalid` */
  async generate(request: ConfigRequests['certificate.generate']['args']): Promise<ConfigView> {
    const { profile, name, key, validity } = request;
    const wanted = { commonName: name, key, days: validity };
    return this.#set(profile, await generateCertificate(wanted, this.#options.clock));
  }

  /**
   * Sets one that was made elsewhere.
   * @param files tokens of kept texts: key, certificate and CAs in any order
   * @throws MeshError `cert-invalid`, `cert-mismatch`, `cert-expired`, `file-unreadable`
   */
  async import(profile: string | null, files: readonly string[]): Promise<ConfigView> {
    const { clock, texts } = this.#options;
    const pem = files.map((token) => texts.get(token).text).join('\n');
    const view = await this.#set(profile, importCertificate(pem, clock).pem);
    for (const token of files) texts.forget(token);
    return view;
  }

  /** The part that anybody may see. @throws MeshError `cert-invalid`, `profile-unknown` */
  async export(profile: string | null): Promise<string> {
    return publicPart(certOf(layerOf(await this.#options.file.content(), profile)));
  }

  #set(profile: string | null, cert: string): Promise<ConfigView> {
    return this.#options.file.change([{ kind: 'set', profile, key: 'cert', value: cert }]);
  }
}
