import { ComposeFault } from "../compose/fault.ts";
import { isReplicas, replicasRule } from "../replicas.ts";
import type { ForeignMount, ForeignService } from "./contract.ts";
import { isWritten } from "./delivered-files.ts";
import { memoryRules, processRules, ulimitRules, type Rule } from "./limit-rules.ts";
import { signalNamed } from "./signals.ts";

const mostPorts = 256;
const longestGrace = 24 * 3600;
const longestText = 128 * 1024;

/** As Docker has it: a registry, a path, a tag and a digest. */
const reference = /^[A-Za-z0-9][\w.-]*(?::\d+)?(?:\/[\w.-]+)*(?::[\w.-]+)?(?:@[a-z0-9]+:[0-9a-f]+)?$/;
const hostname = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?$/;

/**
 * Checks what would fail, or would be something else, in the middle of a deployment.
 * @throws ComposeFault for the first
 */
export function checkService(service: ForeignService): void {
  const failed = [...amounts(service), ...texts(service), ...places(service)].find(({ holds }) => !holds);
  if (failed === undefined) return;
  throw new ComposeFault(service.at, `the service ${service.name}: ${failed.found}`, failed.allowed);
}

function* amounts(service: ForeignService): Generator<Rule> {
  const { replicas, limits } = service;
  yield {
    holds: replicas === 0 || isReplicas(replicas),
    found: `it has ${replicas} replicas`,
    allowed: `0, or ${replicasRule}`,
  };
  yield* memoryRules(limits);
  yield* processRules(limits);
  yield* published(service);
  yield* stopping(service);
  yield* ulimitRules(limits);
}

function* published({ ports, attachment }: ForeignService): Generator<Rule> {
  if (attachment.kind === "joins")
    yield {
      holds: ports.length === 0,
      found: `it publishes ports, and its network is that of ${attachment.service}`,
      allowed: `ports of ${attachment.service}`,
    };
  yield {
    holds: ports.length <= mostPorts,
    found: `it publishes ${ports.length} ports`,
    allowed: `at most ${mostPorts}`,
  };
  for (const { target } of ports)
    yield {
      holds: Number.isInteger(target) && target >= 1 && target <= 65_535,
      found: `it publishes the port ${target}`,
      allowed: "1 to 65535",
    };
}

function* stopping({ stopGraceSeconds = 0, stopSignal }: ForeignService): Generator<Rule> {
  yield {
    holds: stopGraceSeconds >= 0 && stopGraceSeconds <= longestGrace,
    found: `stop_grace_period is ${stopGraceSeconds} s`,
    allowed: "0s to 24h",
  };
  yield {
    holds: stopSignal === undefined || signalNamed(stopSignal) !== undefined,
    found: `stop_signal is ${JSON.stringify(stopSignal)}`,
    allowed: "a signal such as SIGTERM",
  };
}

function* texts(service: ForeignService): Generator<Rule> {
  const { image, env, labels, entrypoint = [], command = [], confinement, attachment } = service;
  const named = image.kind === "build" ? image.reference : image.reference;
  yield {
    holds: named === undefined || reference.test(named),
    found: `its image is ${JSON.stringify(named)}`,
    allowed: "a name such as nginx:1.27 or registry.example:5000/shop/web",
  };
  for (const [key, value] of [...Object.entries(env), ...Object.entries(labels)]) {
    yield {
      holds: !/[=\0]/.test(key) || key in labels,
      found: `it has the variable ${JSON.stringify(key)}`,
      allowed: "names without =",
    };
    yield {
      holds: value.length <= longestText,
      found: `the value of ${key} has ${value.length} characters`,
      allowed: `at most ${longestText}: Linux passes no more`,
    };
  }
  for (const word of [...entrypoint, ...command])
    yield {
      holds: word.length <= longestText,
      found: `a word of its command has ${word.length} characters`,
      allowed: `at most ${longestText}: Linux passes no more`,
    };
  for (const name of [confinement.hostname, confinement.domainname])
    yield {
      holds: name === undefined || hostname.test(name),
      found: `its host name is ${JSON.stringify(name)}`,
      allowed: "letters, digits, dashes and dots",
    };
  const aliases =
    attachment.kind === "networks" ? Object.values(attachment.networks).flatMap((one) => one.aliases) : [];
  for (const alias of aliases)
    yield {
      holds: hostname.test(alias),
      found: `it has the alias ${JSON.stringify(alias)}`,
      allowed: "letters, digits, dashes and dots",
    };
}

function* places({ mounts, files, workingDir, confinement }: ForeignService): Generator<Rule> {
  // Docker writes into no container whose root is read-only.
  for (const { kind, path } of files.filter(isWritten))
    yield {
      holds: !confinement.readOnlyRoot,
      found: `it has read_only, and the ${kind} at ${path} is written into it before it starts`,
      allowed: `a ${kind} from a file, which is mounted`,
    };
  const paths = [
    ...mounts.map(({ path }) => path),
    ...files.map(({ path }) => path),
    ...(workingDir === undefined ? [] : [workingDir]),
  ];
  for (const path of paths) {
    const isPlain = path.startsWith("/") && !/[:\0\n]/.test(path) && !path.split("/").includes("..");
    yield {
      holds: isPlain,
      found: `it has the path ${JSON.stringify(path)}`,
      allowed: "an absolute path without colons and without ..",
    };
  }
  for (const path of mounts.map((mount) => mount.path))
    yield { holds: !/^\/+$/.test(path), found: "it mounts something at /", allowed: "a folder in the image" };
  for (const path of mounts.map((mount) => mount.path))
    yield {
      holds: !/^\/(?:proc|sys|dev)\/?$/.test(path),
      found: `it mounts something at ${path}`,
      allowed: "no folder of the kernel: Docker mounts these",
    };
  for (const mount of mounts)
    yield {
      holds: isBindSource(mount),
      found: `it mounts ${JSON.stringify("source" in mount ? mount.source : "")}`,
      allowed: "a path without colons",
    };
}

function isBindSource(mount: ForeignMount): boolean {
  return mount.kind !== "bind" || (mount.source !== "" && !/[:\0\n]/.test(mount.source));
}
