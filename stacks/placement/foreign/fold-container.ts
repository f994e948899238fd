import type { Workload } from "../../../services/contract.ts";
import type { ContainerPlan, ExtrasPlan, GrantPlan, LimitPlan, Mount } from "../../container-plan.ts";
import type { Settings } from "../../contract.ts";
import type { Supervision } from "../../supervisors/contract.ts";
import { sharedContainer } from "../shared-container.ts";
import type { Adopted } from "./container.ts";
import { commandOf } from "./fold-image.ts";
import { furtherPort } from "./further.ts";

interface Parts {
  readonly supervision: Supervision;
  readonly mounts: readonly Mount[];
  readonly grants: GrantPlan;
  readonly limits: LimitPlan;
  readonly extras: ExtrasPlan;
  readonly settings: Settings;
  readonly ordered: boolean;
}

/** The container of all services. @param run the workload as the supervisor runs it */
export function containerOf(
  run: Workload,
  services: readonly Adopted[],
  { supervision, mounts, grants, limits, extras, settings, ordered }: Parts,
): ContainerPlan {
  const container = sharedContainer(run, settings, supervision, { grants, mounts, ordered, endsWithEssential: false });
  const { entry } = run;
  const further = services.flatMap(({ name, foreign }) =>
    foreign.service.ports
      .filter(({ target, protocol }) => !(name === entry.service && target === entry.port && protocol === "tcp"))
      .map(furtherPort),
  );
  return {
    ...container,
    process: { ...container.process, command: commandOf(run, supervision) },
    attachments: further.length === 0 ? container.attachments : { ...container.attachments, further },
    limits,
    extras,
  };
}
