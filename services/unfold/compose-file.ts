import { Document } from "yaml";
import type { Found, ImageConfig, Program } from "./contract.ts";
import type { Observed } from "./observed.ts";

type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** A service's name as people may write it in a Compose file, each once. */
export function serviceNames(programs: readonly Program[]): ReadonlyMap<Program, string> {
  const names = new Map<Program, string>();
  const taken = new Set<string>();
  for (const program of programs) {
    const base =
      program.name
        .toLowerCase()
        .replaceAll(/[^a-z0-9-]/g, "-")
        .replaceAll(/^-+|-+$/g, "") || "service";
    let name = base;
    for (let number = 2; taken.has(name); number += 1) name = `${base}-${number}`;
    taken.add(name);
    names.set(program, name);
  }
  return names;
}

/**
 * A Compose file in which each program runs in a container of its own, all from the image that ran them together: nothing has to be built for
 * the first step.
 * @param found with what watching it has shown, if it was watched
 */
export function composeFileOf(image: string, found: Found | Observed, config: ImageConfig): string {
  const seen = "shared" in found ? found : undefined;
  const names = serviceNames(found.programs);
  const byProgram = new Map(found.programs.map((program) => [program.name, program] as const));
  const services = found.programs.map((program) => {
    const after = program.after.flatMap((name) => byProgram.get(name) ?? []);
    const service = serviceOf(image, program, after, names, config);
    return [
      names.get(program) ?? program.name,
      seen === undefined ? service : { ...service, ...couplingsOf(program, seen, config) },
    ] as const;
  });
  const mounted = (seen?.mounted?.mounts ?? []).filter(({ name }) => name !== undefined);
  const given = new Set(mounted.map(({ path }) => path));
  const paths = new Set([...config.volumes, ...(seen?.shared.keys() ?? [])].filter((path) => !given.has(path)));
  const volumes = [
    ...[...paths].map((path) => [volumeName(path), {}] as const),
    // Its data are there already: they are used, and not copied.
    ...mounted.map(({ path, name = "" }) => [volumeName(path), { external: true, name }] as const),
  ];
  const document = new Document({
    services: Object.fromEntries(services),
    ...(volumes.length === 0 ? {} : { volumes: Object.fromEntries(volumes) }),
  });
  document.commentBefore = ` What ran in one container of ${image} under ${found.supervisor}, in a container each.\n Written by npm run unfold; its report says what is still to decide.`;
  return document.toString({ lineWidth: 0 });
}

function serviceOf(
  image: string,
  program: Program,
  after: readonly Program[],
  names: ReadonlyMap<Program, string>,
  config: ImageConfig,
): { readonly [key: string]: Value } {
  const { command, env, user, directory, restart, stopSignal, stopGraceSeconds, kind, copies } = program;
  const [first = "", ...more] = command;
  // Compose replaces variables in every value.
  const escaped = (text: string) => text.replaceAll("$", "$$$$");
  const depends = after.map(
    (one) =>
      [
        names.get(one) ?? one.name,
        { condition: one.kind === "completes" ? "service_completed_successfully" : "service_started" },
      ] as const,
  );
  const policies = { always: "unless-stopped", "on-failure": "on-failure", never: "no" } as const;
  return {
    image,
    // The image's own would start the supervisor.
    entrypoint: [escaped(first)],
    command: more.map(escaped),
    ...(Object.keys(env).length === 0
      ? {}
      : { environment: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, escaped(value)])) }),
    ...(user === undefined ? {} : { user }),
    ...(directory === undefined ? {} : { working_dir: directory }),
    ...(depends.length === 0 ? {} : { depends_on: Object.fromEntries(depends) }),
    restart: kind === "completes" ? "no" : policies[restart],
    ...(stopSignal === undefined ? {} : { stop_signal: stopSignal }),
    ...(stopGraceSeconds === undefined ? {} : { stop_grace_period: `${stopGraceSeconds}s` }),
    ...(copies > 1 ? { deploy: { replicas: copies } } : {}),
    ...(config.volumes.length === 0 ? {} : { volumes: config.volumes.map((path) => `${volumeName(path)}:${path}`) }),
  };
}

/** Volumes of folders that it shares, and the ports of the image that it listens on. */
function couplingsOf(
  { name }: Program,
  { shared, ports, mounted }: Observed,
  { volumes, exposed }: ImageConfig,
): { readonly [key: string]: Value } {
  const own = [...shared].filter(([, programs]) => programs.has(name)).map(([folder]) => folder);
  const given = mounted?.mounts ?? [];
  const taken = new Set(given.map(({ path }) => path));
  const volumesOf = [...new Set([...volumes, ...own])]
    .filter((path) => !taken.has(path))
    .map((path) => `${volumeName(path)}:${path}`);
  const binds = given.map(
    (mount) =>
      `${mount.name === undefined ? mount.source : volumeName(mount.path)}:${mount.path}${mount.readOnly ? ":ro" : ""}`,
  );
  const all = [...volumesOf, ...binds];
  const memory = Object.entries(mounted?.tmpfs ?? {}).map(([path, options]) =>
    options === "" ? path : `${path}:${options}`,
  );
  const listens = ports[name] ?? [];
  const published = listens.filter((port) => exposed.includes(port)).map((port) => port.replace(/\/tcp$/, ""));
  const others = listens.filter((port) => !exposed.includes(port)).map((port) => port.replace(/\/tcp$/, ""));
  return {
    ...(all.length === 0 ? {} : { volumes: all }),
    ...(memory.length === 0 ? {} : { tmpfs: memory }),
    ...(published.length === 0 ? {} : { ports: published }),
    ...(others.length === 0 ? {} : { expose: others }),
  };
}

function volumeName(path: string): string {
  return (
    path
      .replaceAll(/[^A-Za-z0-9]+/g, "-")
      .replaceAll(/^-+|-+$/g, "")
      .toLowerCase() || "data"
  );
}
