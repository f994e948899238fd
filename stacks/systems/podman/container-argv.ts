import { translated, type ContainerPlan, type FurtherPort, type HealthPlan } from "../../container-plan.ts";
import { completionLabel, ownerLabels } from "../../rendering/labels.ts";
import { extrasWords } from "./extras-argv.ts";
import { grantWords } from "./grant-argv.ts";
import { portLabel } from "./labels.ts";
import { mountWords } from "./mount-argv.ts";
import { labelWords, localName, type ContainerContext } from "./words.ts";

/** The words after `podman run` or `podman create` that make a container, with the image as the last. Its command is the image's. Pure. */
export function containerWords(plan: ContainerPlan, context: ContainerContext): readonly string[] {
  const { name, fullName, services, image, process, identity, mounts, attachments, ...more } = plan;
  const { limits, health, completes, startsAfter, stop, restart, logs, grants, extras, ...rest } = more;
  translated(rest);
  // They hold the creation back, which is not an argument.
  for (const { container } of startsAfter) context.containerOf(container);
  const { scope, published, host, imageOf } = context;
  const port = published.container === name ? { [portLabel]: String(published.external) } : {};
  return [
    ...["--name", fullName, "--pull", "never"],
    ...processWords(process, host),
    ...[
      "--user",
      `${identity.uid}:${identity.gid}`,
      ...identity.groups.flatMap((group) => ["--group-add", `${group}`]),
    ],
    ...attachmentWords(name, attachments, context),
    ...(mounts.length === 0 ? [] : mountWords(plan, context)),
    ...limitWords(limits),
    ...(host.ulimits === undefined || ownUlimits(extras)
      ? []
      : ["--ulimit", `nofile=${host.ulimits.nofile}`, "--ulimit", `nproc=${host.ulimits.nproc}`]),
    ...(health === undefined ? ["--no-healthcheck"] : healthWords(health)),
    ...["--stop-signal", stop.signal, "--stop-timeout", `${stop.graceSeconds}`],
    ...["--restart", restart],
    ...logWords(logs, extras),
    ...grantWords(grants),
    ...(extras === undefined ? [] : extrasWords(extras)),
    ...labelWords({ ...extras?.labels, ...ownerLabels(scope, services), ...completionLabel(completes), ...port }),
    localName(imageOf(image)),
  ];
}

function ownUlimits(extras: ContainerPlan["extras"]): boolean {
  return extras !== undefined && extras.kernel.ulimits.length > 0;
}

function processWords(
  { command, env, workingDir, init, terminal, ...rest }: ContainerPlan["process"],
  { init: path }: ContainerContext["host"],
): readonly string[] {
  translated(rest);
  if (command.length === 0) throw new Error("a container has no command");
  return [
    // Nothing but what is said: not those of podman, of its user, and for programs that ask who runs them.
    ...[
      "--http-proxy=false",
      ...["TERM", "container"].filter((one) => !(one in env)).flatMap((one) => ["--unsetenv", one]),
    ],
    ...Object.entries(env).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
    ...["--workdir", workingDir],
    ...(init ? ["--init", ...(path === undefined ? [] : ["--init-path", path])] : []),
    ...(terminal ? ["--tty"] : []),
  ];
}

function attachmentWords(
  name: string,
  attachments: ContainerPlan["attachments"],
  { networkOf, containerOf, published }: ContainerContext,
): readonly string[] {
  const { networks, joins, sharesIpc, publishes, further = [], instead, ...rest } = attachments;
  translated(rest);
  const { address, external, internal } = published;
  const host = address.includes(":") ? `[${address}]` : address;
  const isEntry = publishes !== undefined && published.container === name;
  const joined = (joins?.namespaces ?? []).flatMap((namespace) => [
    `--${namespace}`,
    `container:${containerOf(joins?.container ?? "")}`,
  ]);
  return [
    ...networks.flatMap((network) => ["--network", withAliases(networkOf(network.name), network.aliases)]),
    ...(instead === undefined ? [] : ["--network", instead]),
    ...joined,
    ...(sharesIpc === true && joins?.namespaces.includes("ipc") !== true ? ["--ipc", "shareable"] : []),
    ...(isEntry ? ["--publish", `${host}:${external}:${internal}`] : []),
    ...further.flatMap((one) => furtherWords(one, host)),
  ];
}

function withAliases(network: string, aliases: readonly string[]): string {
  return aliases.length === 0 ? network : `${network}:${aliases.map((alias) => `alias=${alias}`).join(",")}`;
}

function furtherWords({ port, protocol, external, ...rest }: FurtherPort, host: string): readonly string[] {
  translated(rest);
  return ["--publish", `${host}:${external ?? ""}:${port}/${protocol}`];
}

function limitWords({ memoryMiB, memorySwapMiB = memoryMiB, cpus, pids, ...rest }: ContainerPlan["limits"]) {
  translated(rest);
  const swap = memorySwapMiB === -1 ? "-1" : `${memorySwapMiB ?? 0}m`;
  return [
    ...(memoryMiB === undefined ? [] : ["--memory", `${memoryMiB}m`, "--memory-swap", swap]),
    ...(cpus === undefined ? [] : ["--cpus", `${cpus}`]),
    ...(pids === undefined ? [] : ["--pids-limit", `${pids}`]),
  ];
}

function healthWords({ argv, probe = argv, ...schedule }: HealthPlan): readonly string[] {
  const { intervalSeconds, timeoutSeconds, retries, startPeriodSeconds, ...rest } = schedule;
  translated(rest);
  // Containers that start after this one wait for the probe.
  if (probe.length === 0) throw new Error("a health check has an empty probe");
  return [
    ...["--health-cmd", JSON.stringify(argv), "--health-interval", `${intervalSeconds}s`],
    ...["--health-timeout", `${timeoutSeconds}s`, "--health-retries", `${retries}`],
    ...["--health-start-period", `${startPeriodSeconds}s`],
  ];
}

/** One file: podman has no number of files. */
function logWords({ maxSizeMiB, maxFiles, ...rest }: ContainerPlan["logs"], extras: ContainerPlan["extras"]) {
  translated(rest);
  if (maxFiles < 1) throw new Error("a container keeps no log");
  if (extras?.logging !== undefined) return [];
  return ["--log-driver", "k8s-file", "--log-opt", `max-size=${maxSizeMiB}m`];
}
