/** What a container runs as. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
  /** Supplementary groups. */
  readonly groups: readonly number[];
}

/** Files of an image with users and groups; empty if it has none. */
export interface Accounts {
  /** Text of /etc/passwd. */
  readonly passwd: string;
  /** Text of /etc/group. */
  readonly group: string;
}

interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

function usersIn(passwd: string): readonly User[] {
  return passwd.split("\n").flatMap((line) => {
    const [name = "", , uid, gid] = line.split(":");
    return isId(uid) && isId(gid) ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/** Home of a user, as the image has it; / for one that is not in the image. */
export function homeOf(uid: number, { passwd }: Accounts): string {
  const fields = passwd.split("\n").map((line) => line.split(":"));
  const home = fields.find(([, , id]) => id === String(uid))?.[5] ?? "";
  return home === "" ? "/" : home;
}

function groupsIn(group: string): readonly Group[] {
  return group.split("\n").flatMap((line) => {
    const [name = "", , gid, members = ""] = line.split(":");
    return isId(gid) ? [{ name, gid: Number(gid), members: members.split(",").filter(Boolean) }] : [];
  });
}

function isId(text: string | undefined): boolean {
  return /^\d{1,10}$/.test(text ?? "") && Number(text) < 2 ** 32;
}

/**
 * Who a text such as `node`, `1000`, `33:33` or `www-data:adm` is, as Docker finds out: a name is looked up in the image, a number need not be
 * there. Without a group it is the user's, with the groups that list the user; with one there are no others.
 * @param user an empty text is root
 * @param more names or numbers of further groups
 * @returns why not, if a name is not in the image
 */
export function identityOf(user: string, more: readonly string[], accounts: Accounts): Identity | string {
  const groups = groupsIn(accounts.group);
  const [who = "", which] = user.split(":");
  const found = userOf(who, accounts.passwd);
  if (found === undefined) return `the image has no user ${who}`;
  const gid = which === undefined || which === "" ? found.gid : groupNumber(which, groups);
  if (gid === undefined) return `the image has no group ${which ?? ""}`;
  const listed = which === undefined ? groupsOf(found, groups) : [];
  const added: number[] = [];
  for (const name of more) {
    const one = groupNumber(name, groups);
    if (one === undefined) return `the image has no group ${name}`;
    added.push(one);
  }
  const others = [...new Set([...listed, ...added])].filter((one) => one !== gid);
  return { uid: found.uid, gid, groups: others.sort((a, b) => a - b) };
}

/** A user by name or number. Only a number, and root, need not be in the image: then it has no name there. */
function userOf(who: string, passwd: string): (Partial<User> & Pick<User, "uid" | "gid">) | undefined {
  const users = usersIn(passwd);
  const found = isId(who)
    ? users.find(({ uid }) => uid === Number(who))
    : users.find(({ name }) => name === (who || "root"));
  if (found !== undefined) return found;
  return isId(who) || who === "" || who === "root" ? { uid: isId(who) ? Number(who) : 0, gid: 0 } : undefined;
}

function groupNumber(text: string, groups: readonly Group[]): number | undefined {
  return isId(text) ? Number(text) : groups.find(({ name }) => name === text)?.gid;
}

/** Numbers of the groups that list a user. */
function groupsOf({ name }: Partial<User>, groups: readonly Group[]): readonly number[] {
  return groups.filter(({ members }) => name !== undefined && members.includes(name)).map(({ gid }) => gid);
}
