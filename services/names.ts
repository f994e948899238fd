/** A part of DNS names and of image repositories; neither ends in a dash. */
const word = /^[a-z]([a-z0-9-]{0,29}[a-z0-9])?$/;

/** What a name of a workload, a service or a volume can be, for messages. */
export const wordRule = "a lower-case word of at most 31 letters, digits and dashes, not ending in a dash";

export function isWord(text: string): boolean {
  return word.test(text);
}

/** Names of services that mean something else to a tool, with the reason. */
const reserved: readonly (readonly [names: RegExp, reason: string])[] = [
  [/^all$/, "supervisorctl takes it for every service, and so do the tools of a deployment"],
  [/^localhost$/, "it is the name of the machine itself"],
  [/^constructor$/, "every object of JavaScript has a property of that name, which would be found instead"],
  // A unit of that name would replace systemd's.
  [/^(systemd|initrd)-/, "units of systemd have such names"],
  [/^(dbus|emergency|rescue|debug-shell|ldconfig|quotaon|rc-local)$/, "a unit of systemd has that name"],
  [
    /^(console-getty|container-getty|getty|getty-static|serial-getty|kmod-static-nodes)$/,
    "a unit of systemd has that name",
  ],
];

/** Why a service cannot have a name; undefined if it can. */
export function whyReserved(name: string): string | undefined {
  return reserved.find(([names]) => names.test(name))?.[1];
}
