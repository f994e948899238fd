// Reads what `docker inspect` prints of one container, and prints its facts as one line of JSON. Plain JavaScript, because it starts in a
// third of the time of a module that is compiled on load.

/**
 * @typedef {import("../../container-facts.ts").ContainerFacts} ContainerFacts
 * @typedef {import("../../container-facts.ts").HealthFacts} HealthFacts
 * @typedef {import("../../container-facts.ts").LogFacts} LogFacts
 */

/** Docker's own, where a container says nothing. */
const defaults = { intervalSeconds: 30, graceSeconds: 10, shell: ["/bin/sh", "-c"] };

/** Drivers whose logs are files that are rotated, with what they do without options. Without a size, nothing is rotated. */
const rotating = {
  "json-file": { "max-size": undefined, "max-file": "1" },
  local: { "max-size": "20m", "max-file": "5" },
};

/** Others are those of a container that has ended: exited, dead, removing. */
const states = ["created", "running", "restarting", "paused"];

/** Mebibytes in the units of Docker's sizes. */
const units = { "": 2 ** -20, k: 2 ** -10, m: 1, g: 2 ** 10, t: 2 ** 20, p: 2 ** 30 };

/** @returns {number} mebibytes, for a size such as 10m */
function mebibytes(size) {
  const [, number, unit] = /^([\d.]+)\s*([kmgtp]?)i?b?$/i.exec(size) ?? [];
  if (number === undefined) throw new Error(`Docker gives a log the size ${size}`);
  return Number(number) * units[unit.toLowerCase()];
}

/** @returns {LogFacts | null} */
function logsOf({ Type, Config }) {
  const { "max-size": size, "max-file": files } = { ...rotating[Type], ...Config };
  if (rotating[Type] === undefined || size === undefined || size === "-1") return null;
  return { maxSizeMiB: mebibytes(size), maxFiles: Number(files) };
}

/** @returns {HealthFacts | null} */
function healthOf({ Config, State }) {
  const { Test, Interval } = Config.Healthcheck ?? {};
  const [kind = "NONE", ...words] = Test ?? [];
  if (kind === "NONE") return null;
  return {
    // Docker has no word for one that was never started.
    status: State.Health?.Status ?? "starting",
    // Docker counts nanoseconds.
    intervalSeconds: Interval ? Interval / 1e9 : defaults.intervalSeconds,
    argv: kind === "CMD-SHELL" ? [...(Config.Shell ?? defaults.shell), ...words] : words,
  };
}

/** @returns {ContainerFacts} */
function factsOf({ Id, Image, State, RestartCount, Config, HostConfig, Mounts, NetworkSettings }) {
  const networks = Object.values(NetworkSettings.Networks ?? {});
  return {
    id: Id,
    image: Image,
    state: states.includes(State.Status) ? State.Status : "stopped",
    exitCode: State.ExitCode,
    startedAt: State.StartedAt,
    restarts: RestartCount,
    health: healthOf({ Config, State }),
    graceSeconds: Config.StopTimeout ?? defaults.graceSeconds,
    restart: HostConfig.RestartPolicy.Name || "no",
    logs: logsOf(HostConfig.LogConfig),
    volumes: Mounts.filter(({ Type }) => Type === "volume").map(({ Name }) => Name),
    addresses: networks.map(({ IPAddress }) => IPAddress).filter(Boolean),
  };
}

let text = "";
for await (const chunk of process.stdin) text += chunk;
console.log(JSON.stringify(factsOf(JSON.parse(text)[0])));
