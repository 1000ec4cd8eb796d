import type { Clock } from '../../shared/clock.ts';
import type { Guard } from '../../shared/guard.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import type { Message } from '../../shared/json.ts';
import { SILENT_AFTER } from '../../shared/mesh.ts';
import type { Node } from '../mp/mp.ts';
import { ClockOffset } from './clock-offset.ts';
import { Debt } from './debt.ts';
import type { Instrument } from './instrument.ts';
import type { Answered } from './questions.ts';
import { Questions } from './questions.ts';
import { isFar, Steady } from './steady.ts';
import type { Vital } from './vital.ts';

/** A surprising round trip is measured again after this time, ms. */
export const AGAIN_AFTER = 300;
/** Extra measurements of one node are at least this far apart, ms: its network may be restless for long. */
export const AGAIN_GAP = 1_000;
/** How often is looked for nodes that owe an answer, ms. */
export const SILENCE_CHECK = 1_000;
/** The clock is asked for at the first so many visits, then at every so manieth: clocks drift slowly. */
const CLOCK_FIRST = 3;
const CLOCK_EVERY = 5;

export interface VitalsOptions {
  node: Pick<Node, 'on'>;
  clock: Clock;
  instrument: Instrument;
  newToken: () => string;
  /** Called after everything that may have changed what is known of a node. */
  onVital: (node: NodeId, vital: Vital) => void;
  /** Called when a node has become much slower or faster. */
  onJump: (node: NodeId) => void;
}

/**
 * A round trip that is longer or shorter by this, ms, has all ways of the node measured out of turn. What is less
 * waits for its turn: on a busy machine dozens of nodes would get in each other's way.
 */
const JUMP = 50;

interface Patient {
  roundTrip: Steady;
  /** When the round trip was measured last, Unix ms; 0 = never. */
  measuredAt: number;
  /** The round trip that {@link VitalsOptions.onJump} was told of. */
  settled: number | null;
  clock: ClockOffset;
  debt: Debt;
  silentSince: number | null;
  visits: number;
  again: Guard | null;
  againAt: number;
}

/**
 * Measures the round trip to every node by an echo (service `snd`), how far its clock is from ours
 * (`time`), and whether it answers at all (protocol section 5).
 */
export class Vitals {
  readonly #options: VitalsOptions;
  readonly #echoes: Questions<null>;
  readonly #times: Questions<null>;
  readonly #echoPort: PortId;
  readonly #timePort: PortId;
  readonly #patients = new Map<NodeId, Patient>();
  readonly #guard: Guard;
  #check: Guard;

  constructor(options: VitalsOptions) {
    this.#options = options;
    const { clock, newToken, instrument, node } = options;
    this.#echoes = new Questions(clock, newToken);
    this.#times = new Questions(clock, newToken);
    this.#echoPort = instrument.open((from, message) => this.#echo(from, message));
    this.#timePort = instrument.open((from, message) => this.#time(from, message));
    this.#guard = node.on('down', (event) => this.#forget(event.node));
    this.#check = this.#checkLater();
  }

  /** Measures a connected node; questions don't pile up when it doesn't answer. */
  visit(id: NodeId): void {
    const patient = this.#patients.get(id) ?? this.#admit(id);
    this.#askEcho(id, patient);
    const { visits } = patient;
    patient.visits += 1;
    if (visits < CLOCK_FIRST || visits % CLOCK_EVERY === 0) this.#askTime(id, patient);
  }

  /** Measures the round trip of a node again soon: what is known of it may be out of date. */
  again(id: NodeId): void {
    const patient = this.#patients.get(id);
    const now = this.#options.clock.now();
    if (!patient || patient.again || now < patient.againAt) return;
    patient.againAt = now + AGAIN_GAP;
    patient.again = this.#options.clock.after(AGAIN_AFTER, () => {
      patient.again = null;
      this.#askEcho(id, patient);
    });
  }

  /** A node was asked something by others, or answered them. @param at Unix ms, not after the question */
  asked(id: NodeId, at: number): void {
    this.#patients.get(id)?.debt.asked(at);
  }

  answered(id: NodeId, askedAt: number): void {
    const patient = this.#patients.get(id);
    if (!patient) return;
    patient.debt.answered(askedAt);
    if (patient.silentSince !== null) this.#tell(id, patient);
  }

  /** The round trip to a node, ms; `null` = not measured. */
  roundTrip(id: NodeId): number | null {
    return this.#patients.get(id)?.roundTrip.value ?? null;
  }

  /** When the round trip to a node was measured last, Unix ms; 0 = never. */
  measuredAt(id: NodeId): number {
    return this.#patients.get(id)?.measuredAt ?? 0;
  }

  /** Whether a node owes an answer for long. */
  isSilent(id: NodeId): boolean {
    return (this.#patients.get(id)?.silentSince ?? null) !== null;
  }

  dispose(): void {
    for (const id of [...this.#patients.keys()]) this.#forget(id);
    this.#guard.dispose();
    this.#check.dispose();
  }

  #admit(id: NodeId): Patient {
    const patient: Patient = {
      roundTrip: new Steady(),
      measuredAt: 0,
      settled: null,
      clock: new ClockOffset(),
      debt: new Debt(),
      silentSince: null,
      visits: 0,
      again: null,
      againAt: 0,
    };
    this.#patients.set(id, patient);
    return patient;
  }

  #askEcho(id: NodeId, patient: Patient): void {
    if (this.#echoes.isOpen(id)) return;
    patient.debt.asked(this.#options.clock.now());
    this.#options.instrument.send(id, 'snd', this.#echoPort, this.#echoes.ask(id, null));
  }

  #askTime(id: NodeId, patient: Patient): void {
    if (this.#times.isOpen(id)) return;
    patient.debt.asked(this.#options.clock.now());
    this.#options.instrument.send(id, 'time', this.#timePort, this.#times.ask(id, null));
  }

  #echo(from: NodeId, [token]: Message): void {
    this.#take(from, this.#echoes.answered(from, token), (patient, { took }) => {
      patient.measuredAt = this.#options.clock.now();
      if (patient.roundTrip.add(took)) this.again(from);
    });
    this.#noteJump(from);
  }

  #time(from: NodeId, [token, theirs]: Message): void {
    this.#take(from, this.#times.answered(from, token), (patient, { askedAt, took }) => {
      patient.clock.add(theirs, askedAt, took);
    });
  }

  #take(
    id: NodeId,
    answered: Answered<null> | null,
    read: (patient: Patient, answered: Answered<null>) => void,
  ): void {
    const patient = this.#patients.get(id);
    if (!patient || !answered) return;
    patient.debt.answered(answered.askedAt);
    read(patient, answered);
    this.#tell(id, patient);
  }

  #noteJump(id: NodeId): void {
    const patient = this.#patients.get(id);
    const now = patient?.roundTrip.value;
    if (!patient || now === undefined || now === null) return;
    const { settled } = patient;
    if (settled !== null && !isFar(settled, now, JUMP)) return;
    patient.settled = now;
    if (settled !== null) this.#options.onJump(id);
  }

  #tell(id: NodeId, patient: Patient): void {
    patient.silentSince = patient.debt.overdue(this.#options.clock.now(), SILENT_AFTER);
    const { roundTrip, clock, silentSince } = patient;
    this.#options.onVital(id, {
      roundTrip: roundTrip.value,
      clockOffset: clock.value,
      silentSince,
    });
  }

  #checkLater(): Guard {
    return this.#options.clock.after(SILENCE_CHECK, () => {
      this.#check = this.#checkLater();
      const now = this.#options.clock.now();
      for (const [id, patient] of this.#patients) {
        const since = patient.debt.overdue(now, SILENT_AFTER);
        if (since !== patient.silentSince) this.#tell(id, patient);
      }
    });
  }

  #forget(id: NodeId): void {
    this.#patients.get(id)?.again?.dispose();
    this.#patients.delete(id);
    this.#echoes.forget(id);
    this.#times.forget(id);
  }
}
