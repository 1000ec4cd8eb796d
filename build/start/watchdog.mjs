import { spawn } from 'node:child_process';

/**
 * Notes what it is told to guard until its standard input ends. The line "done" before that means that
 * all is well; otherwise the one who started it was killed, and what that left behind has to go: first
 * politely, then by force.
 */
const SCRIPT = `
groups= folder=
while read -r word value; do
  case $word in
    group) groups="$groups $value" ;;
    folder) folder=$value ;;
    done) exit 0 ;;
  esac
done
for group in $groups; do kill -s TERM -- "-$group" 2>/dev/null; done
for _ in 1 2 3 4 5 6 7 8 9 10; do
  alive=
  for group in $groups; do kill -s 0 -- "-$group" 2>/dev/null && alive=yes; done
  [ -z "$alive" ] && break
  sleep 0.3
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
[ -n "$folder" ] && rm -rf -- "$folder"
`;

/**
 * @typedef {object} Watchdog
 * @property {(group: number) => void} watch a process group that has to go with this process
 * @property {(path: string) => void} watchFolder a folder that has to go with this process
 * @property {() => void} callOff everything was put away
 */

/**
 * Sees to it that nothing stays behind when this process is killed, which no handler can notice.
 *
 * @returns {Watchdog}
 */
export function startWatchdog() {
  if (process.platform === 'win32') {
    return { watch: () => {}, watchFolder: () => {}, callOff: () => {} };
  }
  const child = spawn('/bin/sh', ['-c', SCRIPT], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: { PATH: process.env.PATH ?? '' },
  });
  // Without a shell there is no guard, but that is no reason not to start.
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  child.unref();
  child.stdin.unref?.();
  return {
    watch: (group) => child.stdin.write(`group ${group}\n`),
    watchFolder: (path) => child.stdin.write(`folder ${path}\n`),
    callOff: () => child.stdin.end('done\n'),
  };
}
