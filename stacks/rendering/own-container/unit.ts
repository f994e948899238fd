import type { Service } from "../../../services/contract.ts";
import type { Settings, UnitPlan } from "../../contract.ts";
import { checkPath } from "../checks.ts";
import { tmpfsFor, userOf } from "../isolation.ts";
import { objectName } from "../names.ts";
import { serviceEnv } from "../service-files.ts";

/** What differs between approaches that give each service a container: how services reach each other and are reached. */
export interface Place extends Pick<UnitPlan, "networks" | "ports" | "joins"> {
  /** At which host another service is reached. */
  readonly hostOf: (service: string) => string;
}

/** The hardened container of one service. */
export function ownUnit(service: Service, { scope }: Settings, { hostOf, ...place }: Place): UnitPlan {
  return {
    name: service.name,
    fullName: objectName(scope, service.name),
    services: [service.name],
    image: service.name,
    command: service.command,
    env: serviceEnv(service, hostOf),
    user: userOf(service),
    workingDir: "/",
    ...place,
    tmpfs: tmpfsFor([service]),
    volumes: service.volumes,
    ...hardened,
    limits: service.limits,
    restart: "unless-stopped",
    healthcheck: { ...service.health, argv: ["/bin/bash", checkPath(service)] },
    stopSignal: service.stopSignal,
    stopGraceSeconds: service.stopGraceSeconds,
    logs: { maxSizeMiB: 10, maxFiles: 3 },
  };
}

/** Nothing to be gained, nothing to be written, and an init that reaps. */
export const hardened = {
  readOnlyRoot: true,
  capabilities: { add: [], drop: ["ALL"] },
  noNewPrivileges: true,
  init: true,
} satisfies Partial<UnitPlan>;
