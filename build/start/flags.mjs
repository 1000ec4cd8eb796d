import { resolve } from 'node:path';

/** Flags of the app whose value is a path. */
const PATH_FLAGS = ['--rc', '--user-data', '--screenshot'];

/** Flags that only print something: they need no window, hence no display. */
const PRINTING_FLAGS = ['--version', '--help'];

/**
 * Makes paths absolute: npm changed to the project's folder, but people mean the one that they are in.
 *
 * @param {string[]} args as they were typed
 * @param {string} from the folder in which they were typed
 * @returns {string[]}
 */
export function withAbsolutePaths(args, from) {
  return args.map((arg, index) => {
    if (PATH_FLAGS.includes(args[index - 1]) && !arg.startsWith('--')) return resolve(from, arg);
    const [flag, ...rest] = arg.split('=');
    if (rest.length === 0 || !PATH_FLAGS.includes(flag)) return arg;
    return `${flag}=${resolve(from, rest.join('='))}`;
  });
}

/**
 * @param {string[]} args
 * @returns {boolean} whether the app will only print something
 */
export function onlyPrints(args) {
  return isCommand(args) || args.some((arg) => PRINTING_FLAGS.includes(arg));
}

/**
 * @param {string[]} args
 * @returns {boolean} whether they are words of the aemp utility, which has no window
 */
export function isCommand(args) {
  return args[0] === 'aemp';
}

/**
 * The whole command line for Electron: its own switches, the app's folder, the app's flags.
 *
 * @param {object} how
 * @param {string} how.root the app's folder
 * @param {string[]} how.args the app's flags
 * @param {boolean} how.superuser Electron's sandbox refuses to run as root
 * @param {boolean} how.quiet without a graphics card, as under Xvfb, and without Chromium's complaints about it
 * @returns {string[]}
 */
export function electronArguments({ root, args, superuser, quiet }) {
  return [
    ...(superuser ? ['--no-sandbox'] : []),
    ...(quiet ? ['--disable-gpu', '--log-level=3'] : []),
    root,
    ...args,
  ];
}
