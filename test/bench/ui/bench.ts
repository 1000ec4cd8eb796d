import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserWindow } from 'electron';
import { ROUND_BATCH, ROUND_STEP } from '../../../electron/observe/rounds.ts';
import { Drag } from './drag.ts';
import type { Feed } from './feed.ts';
import { countPresented } from './presented.ts';

/** A picture is at rest when nothing was drawn for so long, ms. */
const QUIET = 300;
const REST_LIMIT = 20_000;
/** Messages come in bundles, as often as the window is told of anything. */
const TALK_INTERVAL = 16;
const EMPTY_MESH = { nodes: 1, links: true };

/** What orders carry besides their names. */
type Facts = Readonly<Record<string, unknown>>;
type Answer = Readonly<Record<string, unknown>>;

/** Drives the window, and tells what it does. */
export class Bench {
  readonly #window: BrowserWindow;
  readonly #feed: Feed;

  constructor(window: BrowserWindow, feed: Feed) {
    this.#window = window;
    this.#feed = feed;
  }

  /** Puts our script into the page from its next loading on, and loads it. */
  async open(script: string): Promise<void> {
    this.#window.webContents.debugger.attach('1.3');
    await this.#command('Page.enable');
    await this.#command('Page.addScriptToEvaluateOnNewDocument', { source: script });
    await this.reload();
  }

  /** Loads the page anew, with an empty mesh and everything as it is at first; resolves when it is drawn. */
  async reload(): Promise<void> {
    const { webContents } = this.#window;
    this.#feed.show(EMPTY_MESH);
    const loaded = new Promise<void>((resolve) => {
      webContents.once('did-finish-load', () => resolve());
    });
    webContents.reload();
    await loaded;
    await this.#rest();
  }

  /**
   * Shows a mesh, in the place of none.
   * @returns ms from telling the window of it to the last stroke of its picture
   */
  async show({ nodes, links }: Facts): Promise<Answer> {
    this.#feed.show({ nodes: 0, links: true });
    await this.#rest();
    // Inventing a mesh takes its time too, which is not the window's.
    const tell = this.#feed.prepare({ nodes: nodes as number, links: links as boolean });
    const toldAt = performance.timeOrigin + performance.now();
    tell();
    return { value: (await this.#rest()) - toldAt };
  }

  /** Presses a button by its text, and waits until nothing was drawn for `quiet` ms. */
  async press({ text, quiet }: Facts): Promise<Answer> {
    const pressed = await this.#page(`press(${JSON.stringify(text)})`);
    await this.#rest(quiet as number | undefined);
    return { pressed };
  }

  /** Frames a second while the mesh is dragged to and fro, or its layout goes to and fro, or nothing. */
  async frames({ warmUp, duration, drag, between, talk }: Facts): Promise<Answer> {
    const guards: (() => void)[] = [];
    if (drag) guards.push(new Drag(this.#window).start());
    if (between) guards.push(this.#alternate(between as string[]));
    if (talk) guards.push(this.#talk(talk as number));
    await delay(warmUp as number);
    const { result, presented } = await countPresented(() => {
      return this.#page(`frames(${Number(duration)})`);
    });
    for (const end of guards) end();
    await this.#rest();
    return { ...(result as Answer), presented };
  }

  /** The longest gap of the page's main thread while so many nodes a second come or go. */
  async gaps({ duration, churn, nodes }: Facts): Promise<Answer> {
    const guards: (() => void)[] = [];
    if (churn) guards.push(this.#churn(churn as number, nodes as number));
    const result = (await this.#page(`longestGap(${Number(duration)})`)) as Answer;
    for (const end of guards) end();
    await this.#rest();
    return result;
  }

  /**
   * Begins to note where the page spends its time; with `file` it writes that, as Chromium's tools read it,
   * and a picture of the window beside it.
   */
  async look({ file }: Facts): Promise<void> {
    await this.#command('Profiler.enable');
    if (file === undefined) return void (await this.#command('Profiler.start'));
    const { profile } = (await this.#command('Profiler.stop')) as { profile: object };
    writeFileSync(`${String(file)}.cpuprofile`, JSON.stringify(profile));
    const picture = await this.#window.webContents.capturePage();
    writeFileSync(`${String(file)}.png`, picture.toPNG());
  }

  /** Private memory of the page's process in octets, after its garbage is gone. */
  async memory(): Promise<Answer> {
    for (let round = 0; round < 3; round++) {
      await this.#command('HeapProfiler.collectGarbage');
      await delay(200);
    }
    const pid = this.#window.webContents.getOSProcessId();
    return { value: privateOctets(pid) };
  }

  /** Has messages pass, so many a second. */
  #talk(perSecond: number): () => void {
    let owed = 0;
    return every(TALK_INTERVAL, (passed) => {
      owed += (perSecond * passed) / 1000;
      this.#feed.talk(Math.floor(owed));
      owed -= Math.floor(owed);
    });
  }

  /** Has nodes go and come back, and the others tell of it as the survey asks them. */
  #churn(perSecond: number, nodes: number): () => void {
    let index = 0;
    const survey = every(ROUND_STEP, () => this.#feed.survey(ROUND_BATCH));
    const churn = every(1000 / perSecond, () => {
      // Goes with an odd turn, comes back with the even one after it.
      this.#feed.churn(3 + (Math.floor(index++ / 2) % (nodes - 3)));
    });
    return () => {
      survey();
      churn();
    };
  }

  /** Presses one button after the other, before the motion that the last one began has ended. */
  #alternate(texts: readonly string[]): () => void {
    let turn = 0;
    return every(250, () => {
      void this.#page(`press(${JSON.stringify(texts[turn++ % texts.length])})`);
    });
  }

  #rest(quiet = QUIET): Promise<number> {
    return this.#page(`rest(${quiet}, ${REST_LIMIT})`) as Promise<number>;
  }

  #page(call: string): Promise<unknown> {
    return this.#window.webContents.executeJavaScript(`meshdeckBench.${call}`);
  }

  #command(name: string, parameters: object = {}): Promise<unknown> {
    return this.#window.webContents.debugger.sendCommand(name, parameters);
  }
}

/** @param action gets the ms since it was called last */
function every(interval: number, action: (passed: number) => void): () => void {
  let lastAt = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    action(now - lastAt);
    lastAt = now;
  }, interval);
  return () => clearInterval(timer);
}

/** What only that process uses. */
function privateOctets(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kilobytes = [...rollup.matchAll(/^(?:Private_Clean|Private_Dirty|Swap):\s+(\d+) kB/gm)];
  return kilobytes.reduce((sum, [, number]) => sum + Number(number) * 1024, 0);
}
