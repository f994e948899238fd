import type { FileSource, Workload } from "../../../services/contract.ts";
import { quietService, sampleService, sampleWorkload } from "./samples.ts";

/** A right definition with every field that a definition can have. */
export const allFields: Workload<FileSource> = sampleWorkload<FileSource>({
  services: [
    sampleService<FileSource>({
      packages: ["zsh"],
      files: [{ source: "settings.conf", path: "/etc/web/settings.conf", mode: 0o640 }],
      env: { GREETING: "hello" },
      hosts: { STORE_HOST: "store" },
      dependsOn: { store: "healthy", setup: "completed" },
      checks: [
        { kind: "http", port: 8080, path: "/health", status: 200 },
        { kind: "tcp", port: 8080 },
        { kind: "fresh-file", path: "/run/web/heartbeat", maxAgeSeconds: 5 },
        { kind: "command", argv: ["/usr/bin/test", "-n", "fine"] },
      ],
      scratch: [{ path: "/run/web", sizeMiB: 2, mode: 0o750, exec: true }],
      volumes: [{ name: "shared", path: "/srv/shared", readOnly: true }],
      configs: [{ source: "web.conf", path: "/etc/web/web.conf" }],
      secrets: { password: { file: "web-password", variable: "PASSWORD" } },
      onUnhealthy: "restart",
      restart: "always",
      says: { started: "started", stopped: "stopped", works: "works" },
    }),
    quietService<FileSource>({
      name: "store",
      user: { uid: 10_002, gid: 10_003 },
      volumes: [{ name: "shared", path: "/srv/shared" }],
      scratch: [{ path: "/run/store", sizeMiB: 1 }],
      restart: "on-failure",
      essential: true,
    }),
    quietService<FileSource>({ name: "setup", checks: [], completes: { withinSeconds: 10 } }),
  ],
  roles: { peer: "store", misbehaves: { store: ["log"] }, data: { service: "store", volume: "shared" } },
  volumes: { shared: { gid: 10_003, mode: 0o2770 } },
  secrets: { password: { generated: { length: 32 } } },
});
