/** Words that every message may have: they say nothing of what is meant. */
const usual = new Set(["compose.yaml", "web", "services", "compose", "invalid"]);

/** Keys, values in quotes and files that a message of docker compose names. */
function namedBy(said: string): ReadonlySet<string> {
  const paths = said.match(/[a-z_]+(?:\[[^\]]*\])?(?:\.[A-Za-z_]+(?:\[\d+\])?)+/g) ?? [];
  const keys = paths.map(
    (path) =>
      path
        .replaceAll(/\[[^\]]*\]/g, "")
        .split(".")
        .at(-1) ?? "",
  );
  const quoted = [...said.matchAll(/["'`]([^"'`]+)["'`]/g)].map(([, text = ""]) => text.split(/[.\]]+/).at(-1) ?? "");
  const files = [...said.matchAll(/\/([\w.-]+)(?=$|[\s:,])/gm)].map(([, name = ""]) => name);
  return new Set([...keys, ...quoted, ...files].filter((name) => name.length > 1 && !usual.has(name)));
}

/** Whether our message names a key, a value or a file that docker compose's names as well. */
export function namesTheSame(theirs: string, ours: string): boolean {
  return [...namedBy(theirs)].some((name) => ours.includes(name));
}

/** Files that both refuse in words which have no name in common: what each says. */
export const samePairs: Readonly<Record<string, readonly [theirs: RegExp, ours: RegExp]>> = {
  "an empty file": [/empty compose file/, /there is no service/],
  "only comments": [/empty compose file/, /there is no service/],
  "a list": [/top-level object must be a mapping/, /the file is no mapping/],
  "a text": [/top-level object must be a mapping/, /the file is no mapping/],
  "services that are a list": [/services must be a mapping/, /services is not allowed/],
  "a service that is empty": [/services\.web must be a mapping/, /services\.web is not allowed/],
  "a service without an image": [/"web" has neither an image nor a build/, /web has neither an image nor a build/],
  "a tab": [/line 2: found character that cannot start any token/, /:2:1: Tabs are not allowed/],
  "an open quote": [/found unexpected end of stream/, /Missing closing "quote/],
  "a key twice": [/line 3: mapping key "web" already defined/, /:3:3: Map keys must be unique/],
  "two merge keys": [/line 5: mapping key "<<" already defined/, /:5:5: Map keys must be unique/],
  "a merge of a text": [/map merge requires map/, /what << merges is no mapping/],
  "an alias without an anchor": [/unknown anchor 'none'/, /no anchor &none/],
  "a number as a key": [/non-string key in services\.web\.environment: 1/, /the key 1 is no text/],
  // Its schema comes first, our limit on depth does.
  "nesting without an end": [/additional properties 'a' not allowed/, /nested too deeply/],
  "bytes that are no UTF-8": [/invalid leading UTF-8 octet/, /it is no UTF-8/],
  "a zero byte": [/control characters are not allowed/, /there is a zero byte/],
  "a variable without a value": [/required variable A is missing a value/, /the variable A has no value/],
  "a port that is none": [/invalid proto: xyz/, /the protocol is xyz/],
  "ports of two lengths": [/invalid ranges specified .*: 80-82 and 8000-8001/, /8000-8001:80-82.*not of one length/],
  "a volume that is not defined": [/undefined volume db/, /the volume db, which is not defined/],
  "a path mounted as a volume and as memory": [/target \/x already mounted/, /mounts \/x twice/],
  "a network that is not defined": [/undefined network back/, /the network back, which is not defined/],
  "a secret that is not defined": [/undefined secret s/, /the secret s, which is not defined/],
  "a config that is not defined": [/undefined config c/, /the config c, which is not defined/],
  "a secret without a source": [/secrets\.s: one of file\|environment must be set/, /secrets\.s names no source/],
  "a secret with two sources": [/secrets\.s: file\|environment .* exclusive/, /secrets\.s has file and environment/],
  "a service that depends on itself": [/dependency cycle detected: web -> web/, /in a circle: web -> web/],
  "a container's name and replicas": [/can't set container_name and web/, /a container_name and 2 replicas/],
  "a service that extends none": [/service "base" not found/, /there is no service base/],
  "services that extend each other": [/Circular reference/, /extend each other in a circle/],
  "a file that includes itself": [/include cycle detected/, /include each other in a circle/],
  "a host without an address": [/missing IP: h/, /the host is "h"/],
  "a device with too many parts": [/confusing device mapping.*a:b:c:d/, /the device is "a:b:c:d"/],
  "a health check without a kind": [/healthcheck\.test must start/, /the health check of web begins with "mysql"/],
  "negative replicas": [/services\.web\.scale: must be greater/, /web has -1 replicas/],
  "two ways to a Dockerfile": [/dockerfile and dockerfile_inline/, /has dockerfile and dockerfile_inline/],
  "a size that is none": [/mem_limit.*'lots'/, /mem_limit is "lots"/],
  "a service that an included file has otherwise": [/services\.db conflicts/, /services\.db stands here and in/],
  "an external volume with a driver": [
    /volumes\.v: .*"external" and "driver"/,
    /the volume v is external, and has driver/,
  ],
};

/** Files that docker compose accepts and this project refuses, to their row in docs/compose.md. */
export const onlyRefusedHere: Readonly<Record<string, string>> = {
  "no services": "no service at all",
  "services that are empty": "no service at all",
  "an empty name in a list": "a variable without a name in a list",
  "a volume without a target": "a volume with an empty part",
};
