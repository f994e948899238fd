import { join } from "node:path";
import type { WorkloadFolder, WorkloadModule } from "./load.ts";

/**
 * The project's workloads, for commands, which load sources. The Pulumi program, which is compiled, has its own loader: it compiles only the
 * workload that is deployed.
 * @param project folder of the project
 */
export function ownWorkloads(project: string): WorkloadFolder {
  return {
    path: join(project, "services"),
    load: (name) => import(`./${name}/workload.ts`) as Promise<WorkloadModule>,
  };
}
