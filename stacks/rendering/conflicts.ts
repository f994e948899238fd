import { UserError } from "../../errors/user-error.ts";
import { claimsOf, firstClash, isWithin, type Claim } from "../../services/claims.ts";
import type { Workload } from "../../services/contract.ts";
import { portsOf } from "../../services/ports.ts";
import type { ScratchMount } from "../container-plan.ts";
import type { ContextFile } from "../contract.ts";
import { isPrivate } from "./owned-files.ts";
import { rootFolder } from "./service-files.ts";

/** What a supervisor brings into the container that it shares with services. */
export interface SupervisorPart {
  /** For messages. */
  readonly name: string;
  readonly files: readonly ContextFile[];
  readonly scratch: readonly ScratchMount[];
}

/** @throws UserError if two services listen on the same port, or check one that another listens on */
export function refuseSamePorts(workload: Workload, since: string): void {
  for (const [index, service] of workload.services.entries()) {
    for (const other of workload.services.slice(index + 1)) {
      const taken = portsOf(other);
      const port = portsOf(service).find((one) => taken.includes(one));
      if (port !== undefined) refuse(workload, both(service.name, other.name, workload, `port ${port}`), since);
    }
  }
}

/** @throws UserError if services, or a supervisor and a service, put different things at one path or one below the other */
export function refuseSamePaths(workload: Workload, supervisor: SupervisorPart, since: string): void {
  const claims = workload.services.flatMap((service) =>
    // A private file has one owner.
    claimsOf(service, (file) => (isPrivate(file) ? undefined : JSON.stringify([file.mode, file.content]))),
  );
  const clashing = firstClash([...claims, ...claimsOfSupervisor(supervisor)], (one, other) =>
    mayStand(one, other, supervisor.name),
  );
  if (clashing === undefined) return;
  const [one, other] = clashing;
  const found =
    one.what === other.what && other.of !== supervisor.name
      ? both(one.of, other.of, workload, one.what)
      : `The service ${one.of} of the workload ${workload.name} has ${one.what}, and ${other.of} has ${other.what}.`;
  refuse(workload, found, since, "different paths, none below another");
}

/** Names of services have no blanks: so a supervisor is not taken for one. */
function claimsOfSupervisor({ name: of, files, scratch }: SupervisorPart): Claim[] {
  return [
    ...files.map(({ path }) => {
      const inside = path.slice(rootFolder.length);
      return { kind: "file", of, what: `the file ${inside}`, path: inside } as const;
    }),
    ...scratch.map(({ path }) => ({ kind: "scratch", of, what: `the scratch folder ${path}`, path }) as const),
  ];
}

/** A supervisor does not clash with itself, nor do services' mounts below its scratch folders: they are mounted after them. */
function mayStand(one: Claim, other: Claim, supervisor: string): boolean {
  if (one.of === supervisor && other.of === supervisor) return true;
  if (other.of !== supervisor) return false;
  return other.kind === "scratch" && one.kind !== "file" && one.path !== other.path && isWithin(one.path, other.path);
}

/** Users that programs of the deployment have in a shared container. */
const taken: Readonly<Record<number, string>> = { 65_534: "programs that copy logs" };

/** @throws UserError if services have one user, so that each could signal and read the other, and its data */
export function refuseSameUsers(workload: Workload, since: string): void {
  for (const [index, { name, user }] of workload.services.entries()) {
    const other = workload.services.slice(index + 1).find((one) => one.user.uid === user.uid);
    if (other !== undefined) refuse(workload, both(name, other.name, workload, `the user ${user.uid}`), since);
    const owner = taken[user.uid];
    if (owner !== undefined)
      refuse(
        workload,
        `The service ${name} of the workload ${workload.name} has the user ${user.uid} of ${owner}.`,
        since,
      );
  }
}

function both(one: string, other: string, { name }: Workload, what: string): string {
  return `The services ${one} and ${other} of the workload ${name} both have ${what}.`;
}

const different = "a different one for each";

/** @param since why services conflict with this approach */
function refuse({ name }: Workload, found: string, since: string, allowed = different): never {
  throw new UserError({
    found,
    allowed: `${allowed}, since ${since}`,
    remedy: `change services/${name}/workload.ts, or deploy with an approach that gives each service its own container`,
  });
}
