const intervalMs = { terminal: 500, plain: 10_000 };

/** Shows that a long step still runs: one line with the elapsed time on a terminal, else a line every ten seconds. */
export function heartbeat(title, stream = process.stderr) {
  const startedAt = Date.now();
  const elapsed = () => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
  const terminal = stream.isTTY === true;
  const clear = terminal ? "\r\u001b[2K" : "";
  if (!terminal) stream.write(`${title}: started\n`);
  const beat = () =>
    stream.write(terminal ? `${clear}${title}: ${elapsed()}` : `${title}: still going, ${elapsed()}\n`);
  let timer = setInterval(beat, terminal ? intervalMs.terminal : intervalMs.plain);
  const stop = () => {
    if (timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
    stream.write(clear);
  };
  return {
    stop,
    done(text) {
      stop();
      stream.write(`${title}: ${text} in ${elapsed()}\n`);
    },
  };
}
