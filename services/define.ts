import { UserError } from "../errors/user-error.ts";
import type { FileSource, Service, Workload } from "./contract.ts";
import { isWord, whyReserved, wordRule } from "./names.ts";
import { checkPaths, type Fail } from "./paths.ts";
import { isReplicas, onceOnly, replicasRule } from "./replicas.ts";
import { problemIn } from "./schema.ts";
import { checkSecretFacts, checkServiceSecrets } from "./secrets.ts";
import { checkVolumes } from "./volumes.ts";

type Definition = Workload<FileSource>;
type ServiceDefinition = Service<FileSource>;

/**
 * Checks a workload's definition and returns it unchanged.
 * @param folder name of the workload's folder. @default the workload's name
 * @throws UserError with the service, the value and what is allowed
 */
export function defineWorkload(workload: Definition, folder: string = nameOf(workload)): Definition {
  const fail = failure(folder);
  checkShape(workload, folder);
  if (workload.name !== folder && isWord(workload.name))
    fail(`the name is "${workload.name}"`, `"${folder}", the name of the workload's folder`);
  if (!isWord(workload.name)) fail(`the name is "${workload.name}"`, wordRule);
  const names = workload.services.map((service) => service.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) fail(`two services are named "${twice}"`, "one service per name");
  for (const service of workload.services) checkService(service, names, failure(`${workload.name}/${service.name}`));
  const entry = workload.services.find((service) => service.name === workload.entry.service);
  if (!entry) return fail(`the entry is the service "${workload.entry.service}"`, `one of: ${names.join(", ")}`);
  if (entry.port !== workload.entry.port) {
    fail(
      `the entry's port is ${workload.entry.port}`,
      `the port of "${entry.name}": ${entry.port ?? "it listens on none"}`,
    );
  }
  if (entry.completes !== undefined) fail(`the entry "${entry.name}" runs to completion`, "an entry that runs forever");
  checkSecretFacts(workload, fail);
  checkRoles(workload, names, fail);
  checkVolumes(workload, fail, isWord, wordRule);
  checkConditions(workload);
  checkNoCycle(workload, fail);
  return workload;
}

function checkShape(workload: unknown, folder: string): void {
  const problem = problemIn(workload);
  if (problem === undefined) return;
  const { service, found, allowed } = problem;
  failure(service === undefined ? folder : `${folder}/${service}`)(found, allowed);
}

/** Of a definition that may be anything. */
function nameOf(workload: unknown): string {
  const { name } = Object(workload) as { readonly name?: unknown };
  return typeof name === "string" ? name : "NAME";
}

/** @param where name of the workload, or of the workload and a service: `hello/server` */
export function failure(where: string): Fail {
  return (found, allowed) => {
    throw new UserError({
      found: `Workload ${where}: ${found}.`,
      allowed,
      remedy: `change services/${where.split("/")[0] ?? where}/workload.ts`,
    });
  };
}

function checkService(service: ServiceDefinition, names: readonly string[], fail: Fail): void {
  if (!isWord(service.name)) fail(`the name is "${service.name}"`, wordRule);
  const reason = whyReserved(service.name);
  if (reason !== undefined) fail(`the name is "${service.name}"`, `another name: ${reason}`);
  if (!service.command[0]?.startsWith("/")) {
    fail(`the command is ${JSON.stringify(service.command)}`, "exec form, beginning with an absolute path");
  }
  const completes = service.completes !== undefined;
  if (service.checks.length === 0 && !completes) fail("it has no checks", "at least one, which shows that it works");
  checkEnd(service, fail);
  checkEssential(service, fail);
  checkReplicas(service, fail);
  checkReferences(service, names, fail);
  checkUser(service, fail);
  checkPaths(service, fail);
  checkServiceSecrets(service, fail);
}

/** Root has rights that the approaches promise no service to have. */
function checkUser({ user: { uid, gid } }: ServiceDefinition, fail: Fail): void {
  if ([uid, gid].every((id) => Number.isInteger(id) && id >= 1 && id <= highestId)) return;
  fail(`its user is ${uid}:${gid}`, `a user and a group from 1 to ${highestId}, by number; not root`);
}

/** The kernel's ids have 32 bits, and the last is none; some tools take them as signed. */
const highestId = 2 ** 31 - 1;

/** How it ends, and whether it is started again. */
function checkEnd(service: ServiceDefinition, fail: Fail): void {
  const { completes, onUnhealthy = "report", restart = "always" } = service;
  if (completes !== undefined) checkCompletion(service, fail);
  else if (onUnhealthy === "restart" && restart !== "always") {
    fail(
      `it has onUnhealthy "restart" and restart "${restart}"`,
      'onUnhealthy "restart" for services that are always restarted',
    );
  }
}

function checkCompletion({ checks, onUnhealthy, restart }: ServiceDefinition, fail: Fail): void {
  if (restart !== undefined && restart !== "never")
    fail(
      `it runs to completion and has restart "${restart}"`,
      'restart "never", its default: a failure ends the start',
    );
  if (checks.length > 0)
    fail("it runs to completion and has checks", "no checks: its exit code shows whether it has worked");
  if (onUnhealthy === "restart")
    fail('it runs to completion and has onUnhealthy "restart"', "no onUnhealthy: it has no checks");
}

/** Only a service that is not always started again has a last end. */
function checkEssential({ essential = false, restart = "always", completes }: ServiceDefinition, fail: Fail): void {
  if (!essential) return;
  if (completes !== undefined) fail("it is essential and runs to completion", "essential services that run forever");
  if (restart === "always") {
    fail('it is essential and has restart "always", so its end is never the last', 'restart "on-failure" or "never"');
  }
}

function checkReplicas({ replicas, completes, env, hosts }: ServiceDefinition, fail: Fail): void {
  if (!isReplicas(replicas)) fail(`replicas is ${String(replicas)}`, replicasRule);
  if (replicas > 1 && completes !== undefined) {
    fail(`it runs to completion and has ${replicas} replicas`, onceOnly);
  }
  if ("REPLICA" in env || "REPLICA" in hosts) {
    fail("it sets the variable REPLICA", "other names: every service gets REPLICA, with the number of its replica");
  }
}

function checkReferences(service: ServiceDefinition, names: readonly string[], fail: Fail): void {
  for (const other of [...Object.keys(service.dependsOn), ...Object.values(service.hosts)]) {
    if (!names.includes(other)) fail(`it refers to the service "${other}"`, `one of: ${names.join(", ")}`);
  }
  const twice = Object.keys(service.hosts).find((variable) => variable in service.env);
  if (twice !== undefined) fail(`the variable ${twice} is in env and in hosts`, "in one of them");
}

function checkRoles({ roles = {}, services }: Definition, names: readonly string[], fail: Fail): void {
  const named = [...(roles.peer === undefined ? [] : [roles.peer]), ...Object.keys(roles.misbehaves ?? {})];
  const unknown = named.find((name) => !names.includes(name));
  if (unknown !== undefined) fail(`a role names the service "${unknown}"`, `one of: ${names.join(", ")}`);
  const homeless = services.find(({ name, scratch }) => name in (roles.misbehaves ?? {}) && scratch.length === 0);
  if (homeless !== undefined)
    fail(`"${homeless.name}" has the role misbehaves and no scratch folder`, "at least one, for its orders");
  for (const { name, says = {} } of services) {
    const wrong = [says.started, says.stopped, says.works].find((one) => one !== undefined && !isPattern(one));
    if (wrong !== undefined) fail(`"${name}" says ${JSON.stringify(wrong)}`, "a regular expression");
  }
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

/** What a service waits for must be able to happen. */
function checkConditions({ name: workload, services }: Definition): void {
  for (const { name, dependsOn } of services) {
    const fail = failure(`${workload}/${name}`);
    for (const [needed, condition] of Object.entries(dependsOn)) {
      const completes = services.find((one) => one.name === needed)?.completes !== undefined;
      if (condition === "completed" && !completes) {
        fail(`it waits until "${needed}" has completed, which runs forever`, '"started" or "healthy"');
      }
      if (condition === "healthy" && completes) {
        fail(`it waits until "${needed}" is healthy, which runs to completion`, '"started" or "completed"');
      }
    }
  }
}

function checkNoCycle(workload: Definition, fail: Fail): void {
  const open = new Map(workload.services.map((service) => [service.name, Object.keys(service.dependsOn)]));
  for (;;) {
    const ready = [...open].filter(([, needs]) => needs.every((name) => !open.has(name)));
    if (ready.length === 0) break;
    for (const [name] of ready) open.delete(name);
  }
  if (open.size > 0) fail(`dependsOn has a cycle: ${[...open.keys()].join(", ")}`, "dependencies without a cycle");
}
