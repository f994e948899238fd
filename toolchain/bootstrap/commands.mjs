/** Every command that an npm script can name: the file cli/<name>.ts, and what it does in one line. */
export const commands = {
  setup: "get what deploying needs: Pulumi, Docker, the base image",
  up: "deploy a stack, wait until it is healthy, print its outputs",
  down: "remove what a stack deployed",
  test: "run the tests that this host can run",
  check: "types, lint, format, unit tests; needs no Docker and no Pulumi",
  doctor: "show what this host has and lacks, and what to do",
  engine: "the Docker daemon that setup started: status, start, stop, logs",
  host: "a second host, a virtual machine to deploy to: up, down, status, env, shell, run",
  ctl: "ask a service of a deployed stack: status, logs, restart, stop, start, signal, pid, exec",
  data: "back up, restore, list and remove the data of a stack's volumes",
  render: "write what an approach would build and run, as files that work without this project",
  unfold: "take a fat image apart: a Compose file with a container for each of its services",
  env: "print the environment for plain pulumi as shell code (see ./pulumiw)",
  compare: "measure approaches side by side and write report/",
  report: "build the report again from raw results",
};

/** The text of `--help` without a command. */
export function overview() {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}`);
  return ["Usage: node toolchain/bootstrap.mjs <command> [arguments]", "", "Commands:", ...lines, ""].join("\n");
}
