import type { Claim } from "./contract.ts";
import { boundOf, comparedFigures, isSo, numberIs } from "./deciding.ts";
import { cannotTell, each } from "./finding.ts";
import { sources } from "./sources.ts";
import { noneMeasured, separate } from "./subjects.ts";

const source = sources.systems;
const kinds = ["new", "kept"] as const;
const known = { knowsAddress: "its public address", knowsPort: "its public port" } as const;

/** Claims about networks, names and other container systems. */
export const ofHost: readonly Claim[] = [
  {
    id: "002-5",
    source,
    claim:
      "A container's private network, over a veth pair, has no noticeable cost; the host's network is faster than a published port.",
    figures: kinds.flatMap((kind) => [
      `latency/services.${kind}.added`,
      `latency/hostnet.${kind}.p50`,
      `latency/forwarded.${kind}.p50`,
    ]),
    statements: (analysis) =>
      kinds.flatMap((kind) => [
        numberIs(analysis, `latency/services.${kind}.added`, separate, { atMost: boundOf("000-2.slight") }),
        comparedFigures(analysis, separate, `latency/hostnet.${kind}.p50`, "lower", `latency/forwarded.${kind}.p50`),
      ]),
  },
  {
    id: "002-6",
    source,
    claim:
      "A service in a container cannot know its public address and port, and its own host name does not resolve to an address at which others reach it.",
    notComparative: "It is about Docker, not about differences between approaches.",
    figures: [...Object.keys(known).map((name) => `identity/entry.${name}`), "identity/entry.reached"],
    statements: (analysis) => [
      ...Object.entries(known).flatMap(([name, words]) =>
        each(analysis.subjects, noneMeasured, `the entry cannot find ${words}`, (subject) =>
          isSo(analysis, `identity/entry.${name}`, subject, false),
        ),
      ),
      ...each(
        analysis.subjects,
        noneMeasured,
        "the peer does not reach the entry at the address of the entry's own host name",
        (subject) => isSo(analysis, "identity/entry.reached", subject, false),
      ),
    ],
  },
  {
    id: "002-7",
    source,
    claim: "Containers of LXC, libvirt and nspawn are like virtual machines; those of runc are bundles of processes.",
    notComparative: "It is about other container systems than those that the lab deploys.",
    figures: [],
    needs: "approaches for lxc, libvirt-lxc, systemd-nspawn and runc, with their processes, memory and start time",
    statements: () => [
      cannotTell("processes, memory and start time with lxc, libvirt, nspawn and runc; all approaches here use Docker"),
    ],
  },
  {
    id: "002-11",
    source,
    claim:
      "The host's network cannot be switched on for just any image, since an image declares its ports when it is built.",
    notComparative: "It is about images of other people.",
    figures: [],
    needs: "workloads of other people's images, such as WordPress, started in the host's network",
    facts: [
      {
        sentence: "EXPOSE in a Dockerfile only documents a port: it neither opens nor reserves it.",
        source: "Docker documentation, Dockerfile reference, EXPOSE",
      },
      {
        sentence: "Two processes in one network namespace cannot listen on the same address and port.",
        source: "bind(2), EADDRINUSE",
      },
    ],
    statements: () => [cannotTell("how many images of other people work in the host's network as they are")],
  },
];
