// Reads what `podman inspect` prints of one container, and prints its facts as one line of JSON.

/**
 * @typedef {import("../../container-facts.ts").ContainerFacts} ContainerFacts
 */

const states = {
  created: "created",
  configured: "created",
  initialized: "created",
  running: "running",
  paused: "paused",
};

/** Podman counts bytes in thousands here, and is told mebibytes. */
const megabyte = /^(\d+)MB$/;

/** What a container is checked by; null without a check. */
function healthOf({ Config, State }) {
  const { Test: [kind = "NONE", ...words] = [], Interval = 0 } = Config.Healthcheck ?? {};
  if (kind === "NONE") return null;
  // Podman counts nanoseconds, and has no word for one that was never checked.
  const status = State.Health?.Status || "starting";
  return { status, intervalSeconds: Interval / 1e9, argv: kind === "CMD-SHELL" ? ["/bin/sh", "-c", ...words] : words };
}

function logsOf({ LogConfig }) {
  const [, size] = megabyte.exec(LogConfig.Size ?? "") ?? [];
  return size === undefined ? null : { maxSizeMiB: Number(size), maxFiles: 1 };
}

/** @returns {ContainerFacts} */
function factsOf({ Id, Image, State, RestartCount, Config, HostConfig, Mounts, NetworkSettings }) {
  const state = states[State.Status] ?? "stopped";
  const networks = Object.values(NetworkSettings.Networks ?? {});
  return {
    id: Id,
    image: Image,
    state,
    exitCode: ["running", "created"].includes(state) ? 0 : State.ExitCode,
    startedAt: State.StartedAt,
    restarts: RestartCount,
    health: healthOf({ Config, State }),
    graceSeconds: Config.StopTimeout,
    restart: HostConfig.RestartPolicy.Name || "no",
    logs: logsOf(HostConfig),
    volumes: Mounts.filter(({ Type }) => Type === "volume").map(({ Name }) => Name),
    addresses: networks.map(({ IPAddress }) => IPAddress).filter(Boolean),
  };
}

let text = "";
for await (const chunk of process.stdin) text += chunk;
console.log(JSON.stringify(factsOf(JSON.parse(text)[0])));
