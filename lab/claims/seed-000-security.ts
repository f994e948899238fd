import type { Claim } from "./contract.ts";
import { boundOf, isMeasured, isSo, numberIs } from "./deciding.ts";
import { cannotTell, everyOne, not } from "./finding.ts";
import { sources } from "./sources.ts";
import { plain, separate, systemd, systemdLeast } from "./subjects.ts";

const source = sources.comparison;

const compromises = [
  ...["privileged", "root.capabilities", "hostMounts", "root.noNewPrivileges", "readOnlyRoot", "services.root"],
  ...["undeclared", "checks"],
].map((name) => `posture/${name}`);

/** Claims about what must be granted, and what that exposes. */
export const securityOfThree: readonly Claim[] = [
  {
    id: "000-3",
    source,
    claim: "systemd in a container needs the container to be privileged, and the host's cgroups to be mounted into it.",
    figures: ["startup/first.answer", "posture/privileged", "grants/privileged.needed", "grants/hostMounts.needed"],
    untested: "whether that is so with the other cgroup version and under podman, which takes other hosts",
    statements: (analysis) => [
      not(
        everyOne("systemd answers in a container without privilege", [
          isSo(analysis, "posture/privileged", systemdLeast, false),
          isMeasured(analysis, "startup/first.answer", systemdLeast),
        ]),
        "no container without privilege in which systemd works",
      ),
      isSo(analysis, "grants/privileged.needed", systemd, true),
      ...[systemd, systemdLeast].map((subject) => isSo(analysis, "grants/hostMounts.needed", subject, true)),
    ],
  },
  {
    id: "000-4",
    source,
    claim:
      "A privileged container gives its root nearly the whole host: all devices, kernel modules, no seccomp filter, most kernel settings, the host's mounts, and cgroups even if they are mounted read-only.",
    figures: [
      ...["deviceShare", "modules", "root.seccomp", "root.kernelSurfaces", "root.hostWrites", "readOnlyCgroupWritable"],
    ].map((name) => `posture/${name}`),
    statements: (analysis) => [
      numberIs(analysis, "posture/deviceShare", systemd, { atLeast: boundOf("000-4.devices") }),
      isSo(analysis, "posture/modules", systemd, true),
      isSo(analysis, "posture/root.seccomp", systemd, false),
      numberIs(analysis, "posture/root.kernelSurfaces", systemd, { above: boundOf("000-4.surfaces") }),
      numberIs(analysis, "posture/root.hostWrites", systemd, { above: 0 }),
      isSo(analysis, "posture/readOnlyCgroupWritable", systemd, true),
    ],
  },
  {
    id: "000-11",
    source,
    claim: "systemd in a container is hardly portable, supervisord is portable, and separate containers run anywhere.",
    figures: [],
    needs: "hosts with the other cgroup version, podman, and no privilege",
    facts: [
      {
        sentence:
          "Here systemd asks for a privileged container, with cgroup v1 also for the host's cgroups; supervisord and separate ask for neither.",
        source: "stacks/approaches",
      },
    ],
    statements: () => [
      cannotTell("whether each works on a host with the other cgroup version, under podman, and without privilege"),
    ],
  },
  {
    id: "000-17",
    source,
    claim:
      "Separate containers need no security compromise: as this project hardens them, and as a plain Compose file starts them.",
    figures: compromises,
    statements: (analysis) =>
      [separate, plain.separate].flatMap((subject) => [
        isSo(analysis, "posture/privileged", subject, false),
        numberIs(analysis, "posture/hostMounts", subject, { atMost: 0 }),
        numberIs(analysis, "posture/root.capabilities", subject, { atMost: 0 }),
        isSo(analysis, "posture/root.noNewPrivileges", subject, true),
        isSo(analysis, "posture/readOnlyRoot", subject, true),
        numberIs(analysis, "posture/services.root", subject, { atMost: 0 }),
        numberIs(analysis, "posture/undeclared", subject, { atMost: 0 }),
        numberIs(analysis, "posture/checks", subject, { atLeast: boundOf("000-17.checks") }),
      ]),
  },
];
