import type { Workload } from "../../../services/contract.ts";
import { separate } from "../../../stacks/approaches/separate/index.ts";
import { planDeployment, type DeploymentPlan } from "../../../stacks/engine/plan.ts";
import { sampleScope, sampleSettings } from "../../support/unit/samples.ts";

/** A workload, planned the way the benchmark does. */
export function planned(workload: Workload): DeploymentPlan {
  const scope = sampleScope({ stack: "bench", workload: workload.name });
  const baseImage = { name: "debian:bookworm-slim", id: "sha256:0" };
  return planDeployment(separate, workload, sampleSettings({ scope }), baseImage, "contexts");
}
