/** Parts of what `docker inspect` prints of a container. */
export interface Inspection {
  readonly State: Readonly<Record<string, unknown>>;
  readonly Config: Readonly<Record<string, unknown>>;
  readonly HostConfig: Readonly<Record<string, unknown>>;
  readonly Mounts: readonly Readonly<Record<string, unknown>>[];
  readonly NetworkSettings: Readonly<Record<string, unknown>>;
}

/** What Docker prints of a container of a deployment, as far as its facts depend on it. @param changes merged into each part */
export function inspection(changes: Partial<Inspection> = {}): string {
  const { State, Config, HostConfig, Mounts, NetworkSettings } = changes;
  const container = {
    Id: "1f0c",
    Image: "sha256:2a",
    Name: "/ca-web",
    RestartCount: 2,
    State: {
      Status: "running",
      ExitCode: 0,
      StartedAt: "2026-11-26T08:09:08.123456789Z",
      Health: { Status: "healthy", FailingStreak: 0, Log: [] },
      ...State,
    },
    Config: {
      StopTimeout: 7,
      Healthcheck: { Test: ["CMD", "/opt/check", "two words"], Interval: 2_500_000_000, Retries: 3 },
      ...Config,
    },
    HostConfig: {
      RestartPolicy: { Name: "unless-stopped", MaximumRetryCount: 0 },
      LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "3" } },
      ...HostConfig,
    },
    Mounts: Mounts ?? [
      { Type: "volume", Name: "ca-store", Destination: "/var/store" },
      { Type: "bind", Source: "/etc/hosts", Destination: "/hosts" },
    ],
    NetworkSettings: { Networks: { front: { IPAddress: "172.20.0.2" }, back: { IPAddress: "" } }, ...NetworkSettings },
  };
  return JSON.stringify([container], undefined, 4);
}
