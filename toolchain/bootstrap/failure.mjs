/** Exit codes of every command: 1 expected failure, 2 wrong usage, 70 a bug. */
const exitCodes = { failure: 1, usage: 2, bug: 70 };

/** Prints an error by its kind and returns the exit code. */
export function reportFailure(error, stream = process.stderr, env = process.env) {
  // Commander has already printed its message and the help.
  if (error?.name === "CommanderError") return error.exitCode === 0 ? 0 : exitCodes.usage;
  if (error?.name === "UserError") {
    const [first, ...rest] = error.message.split("\n");
    stream.write(`${[`${red("error:", stream, env)} ${first}`, ...rest].join("\n")}\n`);
    return exitCodes.failure;
  }
  stream.write(`${red("This is a bug, please report it:", stream, env)} ${error?.stack ?? String(error)}\n`);
  return exitCodes.bug;
}

function red(text, stream, env) {
  return stream.isTTY === true && !env.NO_COLOR ? `\u001b[31m${text}\u001b[39m` : text;
}
