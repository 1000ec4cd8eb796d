import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { codeOf, complaintAbout, importsOf, sourceFiles, usesConsole } from '../helpers/house.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const LONGEST_FILE = 350;

const program = sourceFiles(ROOT, ['shared', 'electron', 'renderer']).filter(
  (file) => !file.endsWith('.d.ts'),
);
const everything = sourceFiles(ROOT, ['shared', 'electron', 'renderer', 'build', 'test']);

describe('who may import whom', () => {
  it('looks at every part of the house', () => {
    for (const area of ['shared/', 'electron/mp/wire/', 'renderer/state/']) {
      expect(program.some((file) => file.startsWith(area))).toBe(true);
    }
  });

  it('holds for every import', () => {
    const imports = program.flatMap((file) => importsOf(file, codeOf(ROOT, file)));
    expect(imports.length).toBeGreaterThan(50);
    expect(imports.map(complaintAbout).filter((complaint) => complaint !== undefined)).toEqual([]);
  });

  it.each([
    ['electron/main.ts', './mp/mp.ts'],
    ['electron/window.ts', './ipc/bridge.ts'],
    ['electron/ipc/handlers.ts', '../mp/config/profile.ts'],
    ['electron/ipc/handlers/config.ts', '../../profiles/profiles.ts'],
    ['electron/hand/human-ports.ts', '../observe/messages.ts'],
    ['electron/ipc/schemas/hand.ts', '../../hand/library/shapes.ts'],
    ['electron/observe/survey.ts', '../mp/kernel/events.ts'],
    ['electron/profiles/view.ts', '../mp/config/layers.ts'],
    ['electron/mp/kernel/ports.ts', '../wire/framing.ts'],
    ['electron/mp/crypto/hmac.ts', '@noble/hashes/hmac.js'],
    ['electron/mp/mp.ts', './invitations/invitation.ts'],
    ['electron/mp/transport/identity.ts', '../certificates/parts.ts'],
    ['electron/mp/invitations/network.ts', '../certificates/import.ts'],
    ['electron/mp/invitations/network.ts', 'valibot'],
    ['electron/mp/certificates/self-signed.ts', '@peculiar/x509'],
    ['electron/aemp/write.ts', '../mp/invitations/invitation.ts'],
    ['electron/headless.ts', './mp/mp.ts'],
    ['electron/aemp/write.ts', '../mp/config/store.ts'],
    ['electron/preload.ts', '../shared/contract.ts'],
    ['renderer/views/Network.svelte', '../state/network.svelte.ts'],
    ['renderer/graph/force.ts', 'd3'],
    ['renderer/App.svelte', 'svelte/reactivity'],
  ])('lets %s import %s', (from, specifier) => {
    expect(complaintAbout({ from, specifier })).toBeUndefined();
  });

  it.each([
    ['shared/ids.ts', '../electron/mp/mp.ts'],
    ['shared/ids.ts', 'node:crypto'],
    ['electron/mp/wire/framing.ts', '../kernel/ports.ts'],
    ['electron/mp/config/profile.ts', '../wire/greeting.ts'],
    ['electron/mp/config/profile.ts', '../crypto/secret.ts'],
    ['electron/mp/certificates/import.ts', '../crypto/secret.ts'],
    ['electron/mp/certificates/import.ts', '../transport/identity.ts'],
    ['electron/mp/invitations/network.ts', '../transport/addresses.ts'],
    ['electron/mp/kernel/kernel.ts', '../invitations/invitation.ts'],
    ['electron/mp/crypto/hmac.ts', '@peculiar/x509'],
    ['electron/mp/mp.ts', '../observe/survey.ts'],
    ['electron/mp/mp.ts', 'electron'],
    ['electron/observe/survey.ts', '../ipc/bridge.ts'],
    ['electron/profiles/rotation.ts', '../observe/survey.ts'],
    ['electron/profiles/rotation.ts', '../ipc/services.ts'],
    ['electron/profiles/secret-clipboard.ts', 'electron'],
    ['electron/observe/messages.ts', '../hand/hand.ts'],
    ['electron/hand/hand.ts', '../ipc/publisher.ts'],
    ['electron/hand/hand.ts', '../profiles/secrets.ts'],
    ['electron/headless.ts', './observe/survey.ts'],
    ['electron/headless.ts', 'electron'],
    ['electron/aemp.ts', './observe/survey.ts'],
    ['electron/aemp/run.ts', '../headless/events.ts'],
    ['electron/aemp/program.ts', 'electron'],
    ['electron/preload.ts', './mp/mp.ts'],
    ['electron/preload.ts', 'node:fs'],
    ['renderer/state/client.ts', '../../electron/ipc/bridge.ts'],
    ['renderer/state/client.ts', '../components/Icon.svelte'],
    ['renderer/graph/force.ts', '../state/network.svelte.ts'],
    ['renderer/App.svelte', 'node:fs'],
    ['renderer/App.svelte', 'd3-unlisted'],
    ['electron/mp/wire/framing.ts', './limits'],
  ])('refuses %s importing %s', (from, specifier) => {
    expect(complaintAbout({ from, specifier })).toBeDefined();
  });

  it('sees imports of every kind', () => {
    const code = `import a from './a.ts'
      import type { B } from './b.ts'
      export * from './c.ts'
      const d = await import('./d.ts')
      type E = import('./e.ts').E`;
    const seen = importsOf('x.ts', code).map(({ specifier }) => specifier);
    expect(seen.sort()).toEqual(['./a.ts', './b.ts', './c.ts', './d.ts', './e.ts']);
  });
});

describe('habits', () => {
  it(`keeps every file within ${LONGEST_FILE} lines`, () => {
    const lines = (file: string) => readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1;
    expect(everything.filter((file) => lines(file) > LONGEST_FILE)).toEqual([]);
  });

  it('writes to the console only where output is the purpose', () => {
    const quiet = program.filter((file) => !file.startsWith('electron/headless'));
    expect(quiet.filter((file) => usesConsole(codeOf(ROOT, file)))).toEqual([]);
    expect(usesConsole('// console.log\nconst a = "console.log"')).toBe(false);
    expect(usesConsole('if (a) console.log(a)')).toBe(true);
  });

  it('never inserts markup into the page', () => {
    const components = program.filter((file) => file.endsWith('.svelte'));
    const raw = (file: string) => readFileSync(join(ROOT, file), 'utf8').includes('{@html');
    expect(components.filter(raw)).toEqual([]);
  });
});
