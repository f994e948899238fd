import { UserError } from "../errors/user-error.ts";
import type { Check, FileSource, Service, Workload } from "./contract.ts";

type Definition = Workload<FileSource>;
type ServiceDefinition = Service<FileSource>;

/** A part of DNS names and of image repositories; neither ends in a dash. */
const word = /^[a-z]([a-z0-9-]{0,29}[a-z0-9])?$/;
const wordRule = "a lower-case word of at most 31 letters, digits and dashes, not ending in a dash";

/**
 * Checks a workload's definition and returns it unchanged.
 * @throws UserError with the service, the value and what is allowed
 */
export function defineWorkload(workload: Definition): Definition {
  const fail = failure(workload.name);
  if (!word.test(workload.name)) fail(`the name is "${workload.name}"`, wordRule);
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
  checkRoles(workload, names, fail);
  checkNoCycle(workload, fail);
  return workload;
}

type Fail = (found: string, allowed: string) => never;

function failure(where: string): Fail {
  return (found, allowed) => {
    throw new UserError({
      found: `Workload ${where}: ${found}.`,
      allowed,
      remedy: `change services/${where.split("/")[0] ?? where}/workload.ts`,
    });
  };
}

function checkService(service: ServiceDefinition, names: readonly string[], fail: Fail): void {
  if (!word.test(service.name)) fail(`the name is "${service.name}"`, wordRule);
  if (!service.command[0]?.startsWith("/")) {
    fail(`the command is ${JSON.stringify(service.command)}`, "exec form, beginning with an absolute path");
  }
  const completes = service.completes !== undefined;
  if (service.checks.length === 0 && !completes) fail("it has no checks", "at least one, which shows that it works");
  if (service.checks.length > 0 && completes) {
    fail("it runs to completion and has checks", "no checks: its exit code shows whether it has worked");
  }
  checkEssential(service, fail);
  checkNumbers(service, fail);
  checkReferences(service, names, fail);
  const paths = [...service.files, ...service.scratch, ...service.volumes].map(({ path }) => path);
  const relative = paths.find((path) => !path.startsWith("/"));
  if (relative !== undefined) fail(`the path "${relative}" is relative`, "absolute paths in the container");
}

/** Only a service that is not always started again has a last end. */
function checkEssential({ essential = false, restart = "always", completes }: ServiceDefinition, fail: Fail): void {
  if (!essential) return;
  if (completes !== undefined) fail("it is essential and runs to completion", "essential services that run forever");
  if (restart === "always") {
    fail('it is essential and has restart "always", so its end is never the last', 'restart "on-failure" or "never"');
  }
}

function checkNumbers(service: ServiceDefinition, fail: Fail): void {
  const { replicas, stopGraceSeconds } = service;
  if (replicas < 1 || !Number.isInteger(replicas)) fail(`replicas is ${replicas}`, "a whole number from 1");
  if (stopGraceSeconds <= 0) fail(`stopGraceSeconds is ${stopGraceSeconds}`, "a number above 0");
  for (const port of [service.port, ...service.checks.map(portOf)]) {
    if (port !== undefined && !isPort(port)) fail(`a port is ${port}`, "a whole number from 1 to 65535");
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

function portOf(check: Check): number | undefined {
  return check.kind === "http" || check.kind === "tcp" ? check.port : undefined;
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
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
