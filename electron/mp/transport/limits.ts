/** Connections whose peers have not proved themselves; the oldest goes when more come. */
export const MAX_UNPROVED = 256;

/** Octets that may wait for a slow peer. More would fill our memory for it, so it is let go. */
export const MAX_UNSENT_OCTETS = 32 * 1024 * 1024;

/** Octets that a socket gets before it has sent some: more would only hide how slow the peer is. */
export const IN_SOCKET_OCTETS = 512 * 1024;

/** Characters gathered in one tick before they are handed to the socket early. */
export const FLUSH_LENGTH = 64 * 1024;

/** Time for what was sent before a regular end to leave, ms. */
export const CLOSE_TIME = 1_000;
