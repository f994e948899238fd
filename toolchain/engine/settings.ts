import path from "node:path";

/** Where the Docker daemon that setup starts keeps its files. */
export interface EngineSettings {
  /** Its configuration, PID file, log file and runtime wrapper. */
  readonly directory: string;
  /** Path of the socket it listens at. */
  readonly socket: string;
  /** A configuration file of the user's, which is used unchanged if it exists. */
  readonly userConfiguration: string;
  /** More entries of its configuration. @default none */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Folder of its run-time state. @default the distribution's */
  readonly execRoot?: string;
}

/** The daemon serves the whole host, so its files are with the host's, not in a user's cache. */
export const hostEngine: EngineSettings = {
  directory: "/var/lib/container-approaches/engine",
  socket: "/var/run/docker.sock",
  userConfiguration: "/etc/docker/daemon.json",
};

/** The files in the daemon's folder. */
export function engineFiles({ directory }: EngineSettings) {
  return {
    configuration: path.join(directory, "daemon.json"),
    pid: path.join(directory, "dockerd.pid"),
    log: path.join(directory, "dockerd.log"),
    wrapper: path.join(directory, "runc-bounded"),
    lock: path.join(directory, "engine.lock"),
  };
}

/**
 * Docker's own pools have addresses for 31 networks, and each stack has up to two of each approach. The first is that of Docker's own bridge, as by
 * default; the second has 512 networks of 256 addresses.
 */
const addressPools = [
  { base: "172.17.0.0/16", size: 16 },
  { base: "172.18.0.0/15", size: 24 },
];

/**
 * The daemon's configuration: containers survive its restart, logs are rotated, and on a host that lacks capabilities
 * every container goes through the runtime wrapper.
 */
export function daemonConfiguration(settings: EngineSettings, useWrapper: boolean): Record<string, unknown> {
  const wrapper = {
    runtimes: { bounded: { path: engineFiles(settings).wrapper } },
    "default-runtime": "bounded",
  };
  return {
    "live-restore": true,
    "log-driver": "json-file",
    "log-opts": { "max-size": "10m", "max-file": "3" },
    "default-address-pools": addressPools,
    hosts: [`unix://${settings.socket}`],
    ...(settings.execRoot === undefined ? {} : { "exec-root": settings.execRoot }),
    ...(useWrapper ? wrapper : {}),
    ...settings.configuration,
  };
}
