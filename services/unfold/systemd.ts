import type { Found, ImageFiles, Reader } from "./contract.ts";
import { programOf } from "./systemd-service.ts";
import { folders, unitOf } from "./systemd-unit.ts";

/** Units that make a machine of a container; a container of one service needs none of them. */
const machine =
  /^(?:systemd-|initrd|getty|serial-getty|console-getty|container-getty|dbus|rescue|emergency|ldconfig|kmod|plymouth|ssh@|user@|apt-|dpkg-|e2scrub|fstrim|logrotate|man-db|motd-news|networkd-dispatcher|polkit|rsyslog|cron-)/;

/** systemd as PID 1: the services that its default target pulls in. */
export const systemd: Reader = (files, config) => {
  // It may stand behind a program that becomes it.
  const words = [...config.entrypoint, ...config.command].filter((word) => word.startsWith("/"));
  const targets = words.map((word) => files.resolve(word) ?? word);
  if (!targets.some((target) => /\/systemd$|^\/sbin\/init$/.test(target))) return undefined;
  const wanted = enabled(files);
  const units = wanted.map((name) => unitOf(files, name)).filter((unit) => unit !== undefined);
  const names = new Set(units.map(({ name }) => name));
  const programs = units.filter(({ isService }) => isService).map((unit) => programOf(files, unit, names));
  const todos = units
    .filter(({ isService }) => !isService)
    .map(({ name, path }) => ({ text: `${name} is no service: ${otherKinds(name)}`, from: { path } }));
  return { supervisor: "systemd", programs, todos } satisfies Found;
};

function otherKinds(name: string): string {
  if (name.endsWith(".timer")) return "start what it starts from outside, at its times";
  if (name.endsWith(".socket")) return "the service it starts has to listen itself";
  if (name.endsWith(".mount")) return "mount a volume";
  return "look what it is for";
}

/** Names of units that targets pull in, from the default one on. */
function enabled(files: ImageFiles): readonly string[] {
  const seen = new Set<string>();
  const start =
    (
      files.resolve("/etc/systemd/system/default.target") ??
      files.resolve("/lib/systemd/system/default.target") ??
      "multi-user.target"
    )
      .split("/")
      .at(-1) ?? "";
  const visit = (target: string): readonly string[] => {
    if (seen.has(target)) return [];
    seen.add(target);
    const linked = folders.flatMap((folder) => [
      ...files.list(`${folder}/${target}.wants`),
      ...files.list(`${folder}/${target}.requires`),
    ]);
    const unit = unitOf(files, target);
    const named = ["Wants", "Requires"].flatMap(
      (key) => unit?.all("Unit", key).flatMap(({ text }) => text.split(/\s+/)) ?? [],
    );
    return [...new Set([...linked, ...named])]
      .filter(Boolean)
      .flatMap((name) => (name.endsWith(".target") ? visit(name) : [name]));
  };
  return [...new Set(visit(start))]
    .filter((name) => !machine.test(name) && /\.(?:service|timer|socket|mount)$/.test(name))
    .sort();
}
