/** A service of every node port (protocol section 5), as something to write a message from. */
export interface NodeService {
  tag: string;
  arguments: string;
  /** What it does, in a sentence. */
  meaning: string;
  /** `call`: it answers. */
  way: 'send' | 'call';
}

/** The services that do no harm. Those that answer get the reply port as their last element. */
export const NODE_SERVICES: readonly NodeService[] = [
  { tag: 'info', arguments: '', way: 'call', meaning: 'Answers with the ID of the node.' },
  {
    tag: 'time',
    arguments: '',
    way: 'call',
    meaning: 'Answers with its clock, Unix seconds with fraction.',
  },
  {
    tag: 'up_nodes',
    arguments: '',
    way: 'call',
    meaning: 'Answers with the IDs of all nodes that it is connected to.',
  },
  {
    tag: 'known_nodes',
    arguments: '',
    way: 'call',
    meaning: 'Answers with all nodes that it knows, connected or not; some may come twice.',
  },
  {
    tag: 'snd',
    arguments: '',
    way: 'call',
    meaning: 'Sends a message on. With nothing but the reply port it is an echo: an empty answer.',
  },
  {
    tag: 'lookup',
    arguments: '"name"',
    way: 'call',
    meaning: 'Answers with the port ID registered under that name, or null. Older nodes only.',
  },
  {
    tag: 'devnull',
    arguments: '',
    way: 'send',
    meaning: 'Is thrown away there: the way to the node is all that is tried.',
  },
];
