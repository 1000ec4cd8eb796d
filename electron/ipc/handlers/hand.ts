import type { HandRequests } from '../../../shared/hand.ts';
import type { Library } from '../../hand/library/library.ts';
import type { Inspector } from '../../observe/inspect/inspector.ts';
import type { Handlers } from '../bridge.ts';
import type { SessionControl } from '../services.ts';

type Requests<Prefix extends string> = Pick<
  Handlers,
  Extract<keyof Handlers, `${Prefix}.${string}`>
>;

/** Requests that act in the network, and those about what is saved for it. */
export function handHandlers(
  session: SessionControl,
  library: Library,
  inspector: Inspector,
): Pick<Handlers, keyof HandRequests> {
  return {
    ...jobs(session, library, inspector),
    ...humanPorts(session),
    ...watches(session),
    ...saved(library),
    'draft.resolve': ({ draft, take }) => session.hand().resolve(draft, take ?? false),
    'port.kill': ({ port, reason }) => nothing(session.hand().kill(port, reason)),
  };
}

function jobs(
  session: SessionControl,
  library: Library,
  inspector: Inspector,
): Requests<'job' | 'call' | 'repeat' | 'sequence'> {
  return {
    'call.start': (wanted) => {
      const job = session.hand().startCall(wanted);
      if (wanted.draft) library.remember(wanted.draft, true);
      return { job };
    },
    'repeat.start': (wanted) => {
      const job = session.hand().startRepeat(wanted);
      library.remember(wanted.draft, wanted.call);
      return { job };
    },
    'sequence.run': ({ sequence }) => ({ job: session.hand().runSequence(sequence) }),
    'sequence.record': ({ source, ...wanted }) =>
      session.hand().record(inspector.store(source), wanted),
    'job.stop': ({ job }) => nothing(session.hand().jobs.stop(job)),
    'job.forget': ({ job }) => nothing(session.hand().jobs.forget(job)),
  };
}

function humanPorts(session: SessionControl): Requests<'human'> {
  const ports = () => session.hand().humanPorts;
  return {
    'human.open': ({ name }) => ports().open(name),
    'human.close': ({ port }) => nothing(ports().close(port)),
    'human.join': ({ port, group, member }) => nothing(ports().get(port).join(group, member)),
    'human.rules': ({ port, rules }) => nothing(ports().get(port).setRules(rules)),
    'human.answer': ({ port, seq, message }) => ports().get(port).answer(seq, message),
    'human.dismiss': ({ port, seq }) => nothing(ports().get(port).dismiss(seq)),
  };
}

function watches(session: SessionControl): Requests<'watch'> {
  return {
    'watch.add': ({ target, notify }) => ({ watch: session.hand().watches.add(target, notify) }),
    'watch.remove': ({ watch }) => nothing(session.hand().watches.remove(watch)),
  };
}

function saved(library: Library): Requests<'library'> {
  return {
    'library.get': () => library.view(),
    'library.change': ({ changes }) => library.change(changes),
    'library.export': ({ ids }) => library.export(ids),
    'library.import': () => library.import(),
  };
}

function nothing(_done: void): null {
  return null;
}
