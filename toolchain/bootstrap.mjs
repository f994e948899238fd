import { readFile } from "node:fs/promises";
import path from "node:path";
import { commands, overview } from "./bootstrap/commands.mjs";
import { ensureDependencies } from "./bootstrap/dependencies.mjs";
import { reportFailure } from "./bootstrap/failure.mjs";
import { satisfies } from "./bootstrap/node-version.mjs";
import { loadTypeScript } from "./bootstrap/typescript.mjs";
import "./host/loopback-now.cjs";

// Plain JavaScript on purpose: this runs before anything is installed.
const root = path.resolve(import.meta.dirname, "..");
const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

const interruption = new AbortController();
let received;
for (const name of Object.keys(signalNumbers)) {
  process.on(name, () => {
    // A second signal does not wait for the clean-up; the next run clears what is left.
    if (received !== undefined) process.exit(128 + signalNumbers[name]);
    received = name;
    interruption.abort(new Error(`interrupted by ${name}`));
  });
}

// Who reads the output may stop reading (`| head`), and a disk may be full. What has begun goes on, so that nothing is left half-done.
let unwritten;
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    unwritten ??= error;
  });
}

async function main([name, ...args]) {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(overview());
    return name === undefined ? 2 : 0;
  }
  if (!Object.hasOwn(commands, name)) {
    process.stderr.write(`error: unknown command "${name}"\n\n${overview()}`);
    return 2;
  }
  const { engines } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
  if (!satisfies(process.versions.node, engines.node)) {
    process.stderr.write(
      `error: Node ${process.versions.node} was found (${process.execPath})\nAllowed: ${engines.node}\n` +
        "To do: install such a Node and put it first on PATH.\n",
    );
    return 1;
  }
  await ensureDependencies(root, interruption.signal);
  await loadTypeScript(root);
  const command = await import(`../cli/${name}.ts`);
  return command.main(args, interruption.signal);
}

async function exitCode() {
  try {
    return await main(process.argv.slice(2));
  } catch (error) {
    return received === undefined ? reportFailure(error) : 0;
  }
}

const ended = await exitCode();
// A reader that has seen enough is no failure.
const lost = unwritten !== undefined && unwritten.code !== "EPIPE";
if (lost) process.stderr.write(`error: the output could not be written: ${unwritten.message}\n`);
const code = lost && ended === 0 ? 1 : ended;
if (received !== undefined) process.stderr.write(`Interrupted (${received}).\n`);
process.exit(received === undefined ? code : 128 + signalNumbers[received]);
