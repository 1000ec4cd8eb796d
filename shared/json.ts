/** Plain data as it travels in messages (protocol section 3). */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A message: a list of values; the first is usually a string, the tag (protocol section 1). */
export type Message = readonly Json[];

/** Why a port or link ended; `[]` is the normal end (protocol section 5). */
export type Reason = readonly Json[];
