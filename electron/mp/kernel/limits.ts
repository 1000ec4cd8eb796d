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

/** Messages that a peer may have us pass on to third nodes: a second in the long run, and at once. */
export const RELAYS_PER_SECOND = 2_000;
export const RELAY_BURST = 20_000;

/** Dials a second in the long run, and at once: a peer may name thousands of addresses. */
export const DIALS_PER_SECOND = 10;
export const DIAL_BURST = 100;

/** Nodes that peers may tell us of; more are ignored. */
export const MAX_KNOWN_NODES = 10_000;

/** Nodes that are not connected, which peers may have us send to: each may queue messages. */
export const MAX_ABSENT_NODES = 1_000;

/** How long an old connection has to show that it lives when its node connects anew, ms. */
export const PROBE_TIME = 1_500;

/** A peer that is silent at so many checks in a row counts as lost, all within `monitor_timeout`. */
export const LIVENESS_CHECKS = 3;

/** Addresses of one node that are tried: peers may name any number. */
export const MAX_DIAL_ADDRESSES = 100;

/** Destinations remembered as checked; when there are more, it begins anew. */
export const MAX_DESTINATIONS = 1_000;
