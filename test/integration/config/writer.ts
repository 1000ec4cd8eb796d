/**
 * A process that changes a configuration file:
 *
 *   writer.mjs FILE NAME COUNT     sets NAME0 … and prints each name once it is written
 *   writer.mjs FILE NAME forever   sets NAME to 0, 1, 2 …, and prints each number once it is written
 */
import { ConfigStore } from '../../../electron/mp/config/store.ts';

const [file = '', name = '', count = ''] = process.argv.slice(2);
const store = new ConfigStore(file);
const isEndless = count === 'forever';
process.stdout.write('ready\n');
for (let index = 0; isEndless || index < Number(count); index += 1) {
  const key = isEndless ? name : `${name}${index}`;
  await store.apply([{ kind: 'set', profile: null, key, value: index }]);
  process.stdout.write(`${isEndless ? index : key}\n`);
}
