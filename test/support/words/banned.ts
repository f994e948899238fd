/** A word that the glossary (docs/glossary.md) replaces. */
export interface BannedWord {
  /** As a failure names it. */
  readonly name: string;
  /** Global, for `matchAll`; white space as `\s+`, since a sentence may break there. */
  readonly pattern: RegExp;
  /** What to write in its place. */
  readonly write: string;
  /** The glossary's term, where the replacement is one. */
  readonly term?: string;
  /** Sentences that are refused, and sentences that look alike and pass. */
  readonly wrong: readonly string[];
  readonly right: readonly string[];
}

/** The whole list. One entry more is one word more that a test holds all prose to. */
export const bannedWords: readonly BannedWord[] = [
  {
    name: "first process",
    pattern: /\bfirst\s+process(?:es)?\b/gi,
    write: "PID 1",
    term: "PID 1",
    wrong: ["The first process reaps orphans.", "Two first processes."],
    right: ["PID 1 reaps orphans.", "The first of the processes ends."],
  },
  {
    name: "control group",
    pattern: /\bcontrol\s+groups?\b/gi,
    write: "cgroup, cgroup v1, cgroup v2",
    term: "cgroup",
    wrong: ["It needs control groups of version 1.", "a control group of its own"],
    right: ["It needs cgroup v1.", "This group is the control of the experiment."],
  },
  {
    name: "set-up",
    pattern: /\bset-ups?\b/gi,
    write: "setup (the noun), set up (the verb)",
    term: "setup",
    wrong: ["Set-up installs Docker.", "two set-ups at once"],
    right: ["Setup installs Docker.", "It sets up what is missing; set up the host."],
  },
  {
    name: "whoever",
    pattern: /\b(?:whoever|whomever|somebody|everybody)\b/gi,
    write: "who it is: the user, the caller, another clone, all users",
    wrong: ["Whoever becomes root here owns the host.", "somebody else's container"],
    right: ["Root in here owns the host.", "the container of another stack"],
  },
  {
    name: "nobody",
    pattern: /(?<!\b(?:users?|uid|as)\s+|["'])\bnobody\b(?!["':])/gi,
    write: 'the subject: no process, no supervisor, no other clone (the user is "the user nobody")',
    wrong: ["Nobody restarts the service."],
    right: ["No supervisor restarts the service.", "The logger runs as nobody.", "the user nobody has no files"],
  },
  {
    name: "engine",
    pattern: /(?<!\bPulumi(?:'s)?\s+|\bcontainer\s+|\bnpm\s+run\s+|[\w/.-])engines?\b(?![\w/-]|\.\w)/g,
    write: "Docker, the Docker daemon (Docker Engine is the product, Engine API its interface)",
    term: "Docker daemon",
    wrong: ["The engine stops the container.", "No Docker engine answers.", "the engine's host"],
    right: [
      "The Docker daemon stops the container.",
      "Docker Engine 20.10 has no such option.",
      "The Pulumi engine computes the steps; Podman is a container engine.",
      "See stacks/engine/deployment.ts, or run npm run engine.",
    ],
  },
  {
    name: "hog",
    pattern: /\bhogs?\b/gi,
    write: "fault, or its name: memory leak, fork bomb, full disk, busy loop",
    term: "fault",
    wrong: ["a memory hog", "Each of the hogs."],
    right: ["a memory leak", "Each of the faults."],
  },
  {
    name: "look",
    pattern: /\b(?:(?:an?|one|each|per|first|last|the)\s+look|the\s+looks)\b(?!\s+of\b)/gi,
    write: "snapshot, inspection, sample",
    wrong: ["One look at the host.", "the look that was taken before"],
    right: ["One snapshot of the host.", "The tests look at the host; this one looks twice.", "the look of the report"],
  },
  {
    name: "is none to",
    pattern: /\bis\s+none\s+to\b/gi,
    write: "a positive sentence: cannot, is not",
    wrong: ["An address that stands for all is none to connect to."],
    right: ["You cannot connect to a wildcard address.", "There is none; it is none of these."],
  },
  {
    name: "filter of system calls",
    pattern: /\bfilters?\s+of\s+system\s+calls\b/gi,
    write: "seccomp filter",
    term: "seccomp",
    wrong: ["Docker's filter of system calls is on."],
    right: ["Docker's seccomp filter is on."],
  },
  {
    name: "way out",
    pattern: /\b(?:an?|no|the|one)\s+way\s+out\b/gi,
    write: "egress, outbound access; for a container: escape",
    term: "egress",
    wrong: ["The client has no way out.", "a network with a way out"],
    right: ["The client has no egress."],
  },
  {
    name: "for ever",
    pattern: /\bfor\s+ever\b/gi,
    write: "forever, without end",
    wrong: ["It restarts for ever."],
    right: ["It restarts forever.", "for every service"],
  },
  {
    name: "for good",
    pattern: /\bfor\s+good\b/gi,
    write: "permanently",
    wrong: ["The service is gone for good."],
    right: ["The service is gone permanently."],
  },
  {
    name: "let loose",
    pattern: /\b(?:let|lets|letting)\s+loose\b/gi,
    write: "start, inject",
    wrong: ["A memory leak is let loose five times."],
    right: ["The experiment injects a memory leak five times."],
  },
  {
    name: "stands below",
    pattern: /\bstands?\s+(?:below|behind\s+it)\b/gi,
    write: "follow, be below",
    wrong: ["The last log lines stand below."],
    right: ["The last log lines follow."],
  },
  {
    name: "mend",
    pattern: /\bmend(?:s|ed)?\b/gi,
    write: "repair, fix (the step of npm run up is called mending)",
    term: "mending",
    wrong: ["The next run mends it.", "signals that were mended"],
    right: ["The next run repairs it.", "Mending comes first.", "We recommend it and amended it."],
  },
  {
    name: "hang-up",
    pattern: /\bhang-?ups?\b/gi,
    write: "SIGHUP",
    wrong: ["Only a hang-up ends it."],
    right: ["Only SIGHUP ends it.", "The requests hang up to a second."],
  },
  {
    name: "process id",
    pattern: /\bprocess(?:'s)?\s+ids?\b/gi,
    write: "PID",
    term: "PID",
    wrong: ["Its process id is in the file.", "a process's id"],
    right: ["Its PID is in the file.", "The process identifies itself."],
  },
];
