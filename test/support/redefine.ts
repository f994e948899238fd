import { existsSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FileSource, Service } from "../../services/contract.ts";
import type { Project } from "./project.ts";

/** Service to the changed fields of its definition. */
export type Redefinition = Readonly<Record<string, Partial<Service<FileSource>>>>;

/**
 * Changes services of a workload in a copy of the project: its definition becomes a module that changes the original one. A second call
 * replaces the changes of the first.
 */
export async function redefine({ folder }: Project, workload: string, changes: Redefinition): Promise<void> {
  const path = join(folder, "services", workload, "workload.ts");
  const original = join(folder, "services", workload, "original.ts");
  if (!existsSync(original)) await rename(path, original);
  const lines = [
    'import { workload as original } from "./original.ts";',
    `const changes = ${JSON.stringify(changes, null, 2)};`,
    "const services = original.services.map((service) => ({ ...service, ...changes[service.name] }));",
    "export const workload = { ...original, services };",
  ];
  await writeFile(path, `${lines.join("\n")}\n`);
}
