/** A Node.js process with nothing in it: says that it runs, and how much memory that takes when asked. */
process.stdout.write('{"tell":"ready"}\n');
process.stdin.on('end', () => process.exit(0));
process.stdin.on('data', async () => {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  for (let round = 0; round < 3; round++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  process.stdout.write(`{"tell":"result","value":${process.memoryUsage().rss}}\n`);
});
