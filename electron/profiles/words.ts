/** Keys of the file in sentences. */

const NAMES: Readonly<Record<string, string>> = {
  nodeid: 'the node ID',
  secret: 'the secret',
  cert: 'the certificate',
  seeds: 'the seeds',
  binds: 'the addresses to listen on',
  services: 'the services',
  monitor_timeout: 'the monitor timeout',
  connect_interval: 'the connect interval',
  framing_format: 'the framings',
  auth_offer: 'the proofs offered',
  auth_accept: 'the proofs accepted',
  tls_required: 'whether TLS is required',
};

/** `the seeds, the secret and "other"`. */
export function keyWords(keys: readonly string[]): string {
  return listWords(keys.map((key) => NAMES[key] ?? `"${key}"`));
}

/** `a, b and c`. */
export function listWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
