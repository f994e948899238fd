import type { Analysis } from "../analysis/contract.ts";
import type { Claim, Statement } from "./contract.ts";
import { compared, isSo, numberIs } from "./deciding.ts";
import { cannotTell, not, someOne } from "./finding.ts";
import { separate, supervisord, systemd } from "./subjects.ts";
import { numberOf } from "./values.ts";

const source = "Comparison of systemd, supervisord and separate containers (000)";

/** systemd with the fewest grants that it works with. */
const least = "systemd-least";

/** Claims about what must be granted, and what that exposes. */
export const securityOfThree: readonly Claim[] = [
  {
    id: "000-3",
    source,
    claim: "systemd in a container needs the container to be privileged and the host's cgroups to be mounted into it.",
    figures: ["posture/privileged", "posture/hostMounts", "posture/root.capabilities", "startup/create.answer"],
    statements: (analysis) => [...withoutGrants(analysis)],
  },
  {
    id: "000-4",
    source,
    claim:
      "A privileged container gives its root nearly the whole host: devices, kernel settings, no seccomp filter, and writable cgroups even if they are mounted read-only.",
    figures: [
      "posture/root.devices",
      "posture/root.seccomp",
      "posture/root.hostWrites",
      "posture/root.kernelSurfaces",
      "posture/root.capabilities",
    ],
    statements: (analysis) => [
      numberIs(analysis, "posture/root.devices", systemd, { above: 0 }),
      isSo(analysis, "posture/root.seccomp", systemd, false),
      numberIs(analysis, "posture/root.hostWrites", systemd, { above: 0 }),
      numberIs(analysis, "posture/root.kernelSurfaces", systemd, { above: 0 }),
      compared(analysis, "posture/root.capabilities", systemd, "higher", supervisord),
    ],
  },
  {
    id: "000-11",
    source,
    claim: "systemd in a container is hardly portable, supervisord is portable, and separate containers run anywhere.",
    figures: ["posture/privileged", "posture/hostMounts"],
    statements: (analysis) => [
      grants(analysis, systemd, true),
      grants(analysis, supervisord, false),
      grants(analysis, separate, false),
      ...(analysis.subjects.includes(least) ? [grants(analysis, least, true)] : []),
      cannotTell(
        `whether they run on another container engine and without cgroup v${analysis.run.host.cgroupVersion}, which takes other hosts`,
      ),
    ],
  },
];

/** Whether the approach with the fewest grants needs them too; its figures exist only if it runs. */
function withoutGrants(analysis: Analysis): Statement[] {
  if (!analysis.subjects.includes(least))
    return [
      cannotTell(`${least}, which tries to work without them, was not measured (npm run compare -- --only ${least})`),
    ];
  const works = numberOf(analysis, "startup/create.answer", least);
  if ("missing" in works) return [cannotTell(`whether ${works.missing} answers`)];
  return [
    isSo(analysis, "posture/privileged", least, true),
    numberIs(analysis, "posture/hostMounts", least, { above: 0 }),
  ];
}

/** Holds if the approach needs what a host may refuse, or does not, as expected. */
function grants(analysis: Analysis, subject: string, expected: boolean): Statement {
  const either = someOne(`${subject} needs a privileged container or folders of the host`, [
    isSo(analysis, "posture/privileged", subject, true),
    numberIs(analysis, "posture/hostMounts", subject, { above: 0 }),
  ]);
  return expected ? either : not(either, `${subject} needs no privileged container and no folders of the host`);
}
