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
  const fault = machineFault(error);
  if (fault !== undefined) {
    stream.write(`${red("error:", stream, env)} ${fault.found}\nTo do: ${fault.remedy}\n`);
    return exitCodes.failure;
  }
  stream.write(`${red("This is a bug, please report it:", stream, env)} ${error?.stack ?? String(error)}\n`);
  return exitCodes.bug;
}

function red(text, stream, env) {
  return stream.isTTY === true && !env.NO_COLOR ? `\u001b[31m${text}\u001b[39m` : text;
}

const space = ["no space is left", "free some space there, or move HOME or XDG_CACHE_HOME to a larger disk"];
const denied = [
  "access is denied",
  "give this user access to it; XDG_CACHE_HOME names another folder for what is kept",
];
/** What the system says of a machine that has too little, or forbids something: not a fault of this program. */
const machineFaults = {
  EMFILE: ["too many files are open at once", "allow more: ulimit -n 1024"],
  ENFILE: ["too many files are open on this host", "end other programs, or raise fs.file-max"],
  ENOSPC: space,
  EDQUOT: space,
  EACCES: denied,
  EPERM: denied,
  EROFS: [
    "the file system is read-only",
    "work in a folder that can be written; XDG_CACHE_HOME names another one for what is kept",
  ],
};

/** @returns undefined for any other error */
function machineFault(error) {
  const system = [error, error?.cause].find((one) => typeof one?.syscall === "string" && one.code in machineFaults);
  if (system === undefined) return undefined;
  const [what, remedy] = machineFaults[system.code];
  const where = [system.syscall, system.path ?? system.dest].filter(Boolean).join(" ");
  return { found: `${what} (${system.code}: ${where}).`, remedy };
}
