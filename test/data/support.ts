import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FileSource, Service, Workload } from "../../services/contract.ts";
import { copyProject, type Project } from "../support/project.ts";

/** Name of the workload that these tests deploy. */
export const workloadName = "keeping";

const quiet = {
  packages: ["python3"],
  files: [],
  env: {},
  hosts: {},
  dependsOn: {},
  health: { intervalSeconds: 1, timeoutSeconds: 3, retries: 5, startPeriodSeconds: 5 },
  scratch: [],
  limits: { memoryMiB: 64, cpus: 0.5, pids: 64 },
  replicas: 1,
  stopSignal: "SIGTERM",
  stopGraceSeconds: 3,
  egress: false,
} satisfies Partial<Service<FileSource>>;

/** Two services that keep data in two volumes, and one without. */
export const keeping: Workload<FileSource> = {
  name: workloadName,
  summary: "services that keep data",
  entry: { service: "web", port: 8080 },
  services: [
    {
      ...quiet,
      name: "web",
      summary: "keeps data in one volume, and answers",
      command: ["/usr/bin/python3", "-m", "http.server", "8080", "--directory", "/usr/share"],
      port: 8080,
      checks: [{ kind: "tcp", port: 8080 }],
      user: { uid: 10_041, gid: 20_041 },
      volumes: [{ name: "store", path: "/var/lib/store" }],
    },
    {
      ...quiet,
      name: "keeper",
      summary: "keeps data in two volumes",
      command: ["/usr/bin/python3", "-c", "import signal; signal.signal(15, lambda *_: exit(0)); signal.pause()"],
      dependsOn: { web: "healthy" },
      checks: [{ kind: "command", argv: ["/bin/true"] }],
      user: { uid: 10_042, gid: 20_041 },
      volumes: [
        { name: "store", path: "/var/lib/shared", readOnly: true },
        { name: "archive", path: "/var/lib/archive" },
      ],
    },
    {
      ...quiet,
      name: "bystander",
      summary: "keeps no data",
      command: ["/usr/bin/python3", "-c", "import signal; signal.signal(15, lambda *_: exit(0)); signal.pause()"],
      checks: [{ kind: "command", argv: ["/bin/true"] }],
      user: { uid: 10_043, gid: 20_043 },
      volumes: [],
    },
  ],
  volumes: { store: { gid: 20_041 } },
};

/** A copy of the project with this workload, and stacks that deploy it. */
export async function dataProject(label: string, stacks: readonly string[], workload = keeping): Promise<Project> {
  const project = await copyProject(label);
  await writeWorkload(project, workload);
  for (const stack of stacks) await configure(project, stack);
  return project;
}

/** Writes the definition, or changes it. */
export async function writeWorkload({ folder }: Project, workload: Workload<FileSource>): Promise<void> {
  await mkdir(join(folder, "services", workloadName), { recursive: true });
  const text = `export const workload = ${JSON.stringify(workload, undefined, 2)};\n`;
  await writeFile(join(folder, "services", workloadName, "workload.ts"), text);
}

async function configure({ folder }: Project, stack: string): Promise<void> {
  await writeFile(join(folder, `Pulumi.${stack}.yaml`), `config:\n  container-approaches:workload: ${workloadName}\n`);
}

/** Fills two volumes, mounted at 0 and 1, with all that is easily lost. */
export const fillOddly = [
  "set -e",
  "for volume in 0 1; do cd $volume",
  "mkdir -p empty group/deep; echo kept >kept; ln kept again; ln -s kept link; ln -s /nowhere broken; mkfifo pipe",
  "echo x >\"$(printf 'new\\nline')\"; echo y >\"$(printf 'bytes\\377\\200')\"; echo z >-dash",
  "truncate -s 64M sparse; echo end >>sparse; cp /bin/true program",
  `python3 - <<'END'
import os, struct
os.setxattr("kept", b"user.note", b"a\\0b")
os.setxattr("program", b"security.capability", struct.pack("<IIIII", 0x02000001, 1 << 10, 0, 0, 0))
os.utime("link", ns=(1, 987654321123456789), follow_symlinks=False)
END`,
  "chown -R $((10042 - volume)):20041 .; chown -h 7:8 link; chmod 2775 group; chmod 1777 empty; chmod 4755 again; chmod 0 -- -dash",
  "chmod $((volume * 2070 + 700)) .; touch -d 2001-02-03T04:05:06.123456789 kept group/deep group .; cd ..; done",
].join("\n");
