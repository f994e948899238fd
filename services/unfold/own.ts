import { wordsOf } from "../compose/normal/words.ts";
import type { Found, ImageFiles, Program, Reader, Todo } from "./contract.ts";

/** Where this project's images have a program for each service: what it becomes, and as whom. */
const folder = "/opt/container-approaches";

/** An image that this project has put together, under any supervisor whose services it starts by programs of its own. */
export const own: Reader = (files) => {
  const names = files.list(`${folder}/run`).filter((name) => files.read(`${folder}/as/${name}`) !== undefined);
  if (names.length === 0) return undefined;
  const programs = names.flatMap((name) => programOf(files, name) ?? []);
  return { supervisor: "an approach of this project", programs, todos: [] } satisfies Found;
};

function programOf(files: ImageFiles, name: string): Program | undefined {
  const path = `${folder}/run/${name}`;
  const identity = identityIn(files.read(`${folder}/as/${name}`) ?? "");
  const script = files.read(path) ?? "";
  const command = commandIn(script, name);
  if (identity === undefined || command === undefined) return undefined;
  const todos: Todo[] =
    identity.groups.length === 0
      ? []
      : [
          {
            text: `it is in the groups ${identity.groups.join(", ")}: group_add`,
            from: { path: `${folder}/as/${name}` },
          },
        ];
  const after = [...script.matchAll(/^\s*until \S+\/reached (\S+) \w+;/gm)].map(([, needed = ""]) => needed);
  const completes = /^\s*forget_end /m.test(script);
  return {
    name,
    from: { path },
    command,
    env: identity.env,
    user: `${identity.uid}:${identity.gid}`,
    directory: "/",
    kind: completes ? "completes" : "runs",
    restart: completes ? "never" : "always",
    after,
    copies: 1,
    todos,
  };
}

interface Identity {
  readonly uid: string;
  readonly gid: string;
  readonly groups: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What the program `as` makes of a command: a user, and variables. */
function identityIn(text: string): Identity | undefined {
  const begin = text.indexOf("exec /usr/bin/setpriv");
  const words = begin < 0 ? undefined : wordsOf(text.slice(begin).replaceAll(" \\\n", " "))?.words;
  if (words === undefined) return undefined;
  const option = (name: string) => words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
  const [uid, gid, groups] = [option("reuid"), option("regid"), option("groups")];
  const from = words.indexOf("-i");
  if (uid === undefined || gid === undefined || from < 0) return undefined;
  const pairs = words.slice(from + 1).filter((word) => /^[^/=][^=]*=/.test(word) && !word.startsWith("HOSTNAME="));
  return { uid, gid, groups: groups === undefined ? [] : groups.split(","), env: Object.fromEntries(pairs.map(pair)) };
}

function pair(text: string): readonly [name: string, value: string] {
  const at = text.indexOf("=");
  return [text.slice(0, at), text.slice(at + 1)];
}

/** The words after `as/NAME` in the line that becomes the service; words that only guard it are left out. */
function commandIn(script: string, name: string): readonly string[] | undefined {
  const lines = script.split(/\n(?=\S|\s+exec )/);
  for (const line of lines) {
    const words = wordsOf(line.trim())?.words ?? [];
    const at = words.indexOf(`${folder}/as/${name}`);
    if (words[0] !== "exec" || at < 0) continue;
    const rest = words.slice(at + 1);
    return rest[0] === "/usr/bin/setpriv" ? rest.slice(3) : rest;
  }
  return undefined;
}
