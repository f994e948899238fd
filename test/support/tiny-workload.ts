import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Project } from "./project.ts";

const program = `use IO::Socket::INET;
$SIG{TERM} = sub { exit 0 };
my $server = IO::Socket::INET->new(LocalPort => 8080, Listen => 5, ReuseAddr => 1) or die "$!";
while (my $client = $server->accept) {
  while (<$client>) { last if /^\\r?$/ }
  print $client "HTTP/1.0 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\ntiny\\n";
  close $client;
}
`;

const definition = `import type { FileSource, Workload } from "../contract.ts";

export const workload: Workload<FileSource> = {
  name: "tiny",
  summary: "one service that needs no package",
  entry: { service: "server", port: 8080 },
  services: [
    {
      name: "server",
      summary: "answers every request",
      command: ["/usr/bin/perl", "/app/server.pl"],
      packages: [],
      files: [{ source: "server.pl", path: "/app/server.pl", mode: 0o644 }],
      env: {},
      hosts: {},
      port: 8080,
      dependsOn: {},
      checks: [{ kind: "http", port: 8080, path: "/", status: 200 }],
      health: { intervalSeconds: 2, timeoutSeconds: 2, retries: 3, startPeriodSeconds: 5 },
      user: { uid: 1001, gid: 1001 },
      scratch: [],
      volumes: [],
      limits: { memoryMiB: 64, cpus: 0.5, pids: 32 },
      replicas: 1,
      stopSignal: "SIGTERM",
      stopGraceSeconds: 2,
      egress: false,
    },
  ],
};
`;

/** Adds a workload to a project whose images need no package, so that a daemon without a network can build them. @returns its name */
export async function addTinyWorkload({ folder }: Project): Promise<string> {
  const own = join(folder, "services", "tiny");
  await mkdir(own, { recursive: true });
  await writeFile(join(own, "server.pl"), program);
  await writeFile(join(own, "workload.ts"), definition);
  return "tiny";
}
