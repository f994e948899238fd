import { ComposeFault } from "../compose/fault.ts";
import type {
  ForeignHealth,
  ForeignMount,
  ForeignSchedule,
  ForeignService,
  ImageFacts,
  ResolvedService,
} from "./contract.ts";
import { signalNamed } from "./signals.ts";
import { homeOf, identityOf } from "./users.ts";

/** Docker's own schedule of checks. */
const usual: Required<ForeignSchedule> = { interval: 30, timeout: 30, retries: 3, startPeriod: 0, startInterval: 5 };

/** @throws ComposeFault for what the image does not have */
export function resolved(service: ForeignService, image: ImageFacts): ResolvedService {
  const argv = argvOf(service, image);
  if (argv.length === 0) throw faultOf(service, "neither it nor its image has a command", "command, or entrypoint");
  const identity = identityOf(service.user ?? image.user, service.groups, image.accounts);
  if (typeof identity === "string")
    throw faultOf(service, identity, "a user and groups that are in the image, or numbers");
  const health = healthOf(service.health, image);
  const stopSignal = stopSignalOf(service, image);
  if (health?.argv[0] === "/bin/sh" && !image.hasShell)
    throw faultOf(service, "its health check needs a shell, and its image has none", 'a list that begins with "CMD"');
  return {
    service,
    image: { id: image.id, reference: image.reference },
    argv,
    env: { ...image.env, ...service.env },
    workingDir: service.workingDir ?? (image.workingDir || "/"),
    identity,
    home: homeOf(identity.uid, image.accounts),
    ...(health === undefined ? {} : { health }),
    stopSignal,
    mounts: [...service.mounts, ...imageVolumes(service, image)],
    exposes: exposedBy(service, image),
  };
}

function faultOf({ name, at }: ForeignService, found: string, allowed: string): ComposeFault {
  return new ComposeFault(at, `the service ${name}: ${found}`, allowed);
}

function stopSignalOf(service: ForeignService, image: ImageFacts): ResolvedService["stopSignal"] {
  const written = service.stopSignal ?? image.stopSignal ?? "SIGTERM";
  const signal = signalNamed(written);
  if (signal !== undefined) return signal;
  throw faultOf(service, `its stop signal is ${written}`, "a signal such as SIGTERM or SIGQUIT");
}

function exposedBy({ exposes, ports }: ForeignService, { exposed }: ImageFacts): readonly string[] {
  const published = ports.map(({ target, protocol }) => `${target}/${protocol}`);
  return [...new Set([...exposes, ...exposed, ...published])];
}

/** Another entrypoint drops the image's command too. */
function argvOf({ entrypoint, command }: ForeignService, image: ImageFacts): readonly string[] {
  if (entrypoint === undefined) return [...image.entrypoint, ...(command ?? image.command)];
  return [...entrypoint, ...(command ?? [])];
}

function healthOf(health: ForeignHealth, image: ImageFacts): ResolvedService["health"] {
  if (health.kind === "none") return undefined;
  const own = health.kind === "test" ? { test: health.test, schedule: health.schedule } : image.health;
  if (own === undefined || own.test[0] === "NONE") return undefined;
  const [kind, ...words] = own.test;
  const argv = kind === "CMD-SHELL" ? ["/bin/sh", "-c", words.join(" ")] : words;
  // What the file says of the schedule wins over the image's.
  const schedule = { ...usual, ...nonZero(image.health?.schedule ?? {}), ...nonZero(health.schedule) };
  return { argv, schedule };
}

/** Zero stands for Docker's own. */
function nonZero(schedule: ForeignSchedule): ForeignSchedule {
  return Object.fromEntries(Object.entries(schedule).filter(([key, value]) => value !== 0 || key === "startPeriod"));
}

/** Volumes without a name for what the image declares, and nothing else is mounted at. */
function imageVolumes({ mounts }: ForeignService, { volumes }: ImageFacts): readonly ForeignMount[] {
  const taken = new Set(mounts.map(({ path }) => path));
  return volumes
    .filter((path) => !taken.has(path))
    .map((path) => ({ kind: "volume", volume: undefined, path, readOnly: false, copies: true }));
}
