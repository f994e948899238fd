import { UserError } from "../../errors/user-error.ts";
import type { Service, Workload } from "../../services/contract.ts";
import { isCompleting } from "./completion.ts";

/** @throws UserError for what only this project's additions to a supervisor can do: to remember that a service has completed */
export function refuseCompletion({ name: workload, services }: Workload, supervisor: string): void {
  const service = services.find(isCompleting);
  if (service === undefined) return;
  throw unableTo(service, workload, `${supervisor} by itself does not remember what has completed`);
}

/** @param reason why the plain form of a supervisor cannot run the service, as a clause */
export function unableTo({ name }: Service, workload: string, reason: string): UserError {
  return new UserError({
    found: `The service ${name} of the workload ${workload} cannot run under the plain form of this approach.`,
    allowed: `what its users can write, but ${reason}`,
    remedy: "deploy it with another approach",
  });
}
