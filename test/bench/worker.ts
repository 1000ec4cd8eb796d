/** One process of the benchmark: `worker.mjs PROGRAM OPTIONS`, see `lines.ts`. */
import { bareAnswerer, bareAsker, bareReceiver, bareSender } from './bare/programs.ts';
import { crowd, idleNode, localDirect, localNode } from './node/inside.ts';
import { surveyedCrowd } from './node/crowd.ts';
import { messageSource } from './node/message-source.ts';
import { meshMember, nodeAnswerer, nodeAsker, nodeReceiver, nodeSender } from './node/programs.ts';
import { surveyingNode } from './node/survey.ts';

const PROGRAMS: Readonly<Record<string, () => void | Promise<void>>> = {
  'bare-receiver': bareReceiver,
  'bare-sender': bareSender,
  'bare-answerer': bareAnswerer,
  'bare-asker': bareAsker,
  'node-receiver': nodeReceiver,
  'node-sender': nodeSender,
  'node-answerer': nodeAnswerer,
  'node-asker': nodeAsker,
  'local-direct': localDirect,
  'local-node': localNode,
  'mesh-member': meshMember,
  'idle-node': idleNode,
  crowd,
  'surveying-node': surveyingNode,
  'surveyed-crowd': surveyedCrowd,
  'message-source': messageSource,
};

const program = PROGRAMS[process.argv[2] ?? ''];
if (!program) throw new Error(`There is no program ${process.argv[2]}`);
await program();
