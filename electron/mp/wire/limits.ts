/** Longest line before the end of authentication, in octets (protocol section 2). */
export const MAX_LINE_OCTETS = 4096;

/** Time for a whole handshake, ms. One for all of it: a peer that sends an octet now and then must not stay. */
export const HANDSHAKE_TIMEOUT = 10_000;

/** Largest frame read, in octets. The reference has no limit and can be filled up by one peer. */
export const MAX_FRAME_OCTETS = 8 * 1024 * 1024;

/** Deepest nesting of arrays and objects, as JSON::XS has it. */
export const MAX_DEPTH = 512;

/** Nonces have 66 octets in the reference; ours accept any line but refuse an empty one. */
export const MIN_NONCE_LENGTH = 1;
