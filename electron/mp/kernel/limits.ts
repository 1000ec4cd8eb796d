/** Local deliveries in one turn of the event loop: ports that answer each other must not starve sockets. */
export const DELIVERIES_PER_TURN = 2_000;

/** Octets kept for a node that is not connected; what comes on top is reported as lost. */
export const MAX_QUEUED_OCTETS = 8 * 1024 * 1024;

/** Ports of ours that one peer may monitor at a time: each costs memory that the peer doesn't pay. */
export const MAX_MONITORS_PER_PEER = 100_000;

/** Ports that peers may create here with spawn and that live at a time. */
export const MAX_SPAWNED_PER_PEER = 10_000;

/** `snd` inside `snd` inside …: each level costs a message for a few octets. */
export const MAX_RELAY_DEPTH = 64;

/** Dials a second in the long run, and at once: a peer may name thousands of addresses. */
export const DIALS_PER_SECOND = 10;
export const DIAL_BURST = 100;

/** Nodes that peers may tell us of; more are ignored. */
export const MAX_KNOWN_NODES = 10_000;

/** How long an old connection has to show that it lives when its node connects anew, ms. */
export const PROBE_TIME = 1_500;

/** A silent peer is asked for a sign of life this often within `monitor_timeout`. */
export const LIVENESS_CHECKS = 3;
