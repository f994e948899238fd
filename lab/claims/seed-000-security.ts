import type { Analysis } from "../analysis/contract.ts";
import type { Claim } from "./contract.ts";
import { calculated, compared, isSo, numberIs } from "./deciding.ts";
import { cannotTell, verdictOf, type Finding } from "./finding.ts";
import { separate, supervisord, systemd } from "./subjects.ts";

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
    decide: (analysis) => verdictOf(...withoutGrants(analysis)),
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
    decide: (analysis) =>
      verdictOf(
        numberIs(analysis, "posture/root.devices", systemd, (devices) => devices > 0),
        isSo(analysis, "posture/root.seccomp", systemd, false),
        numberIs(analysis, "posture/root.hostWrites", systemd, (writes) => writes > 0),
        numberIs(analysis, "posture/root.kernelSurfaces", systemd, (surfaces) => surfaces > 0),
        compared(analysis, "posture/root.capabilities", systemd, "higher", supervisord),
      ),
  },
  {
    id: "000-11",
    source,
    claim: "systemd in a container is hardly portable, supervisord is portable, and separate containers run anywhere.",
    figures: ["posture/privileged", "posture/hostMounts"],
    decide: (analysis) =>
      verdictOf(
        grants(analysis, systemd, true),
        grants(analysis, supervisord, false),
        grants(analysis, separate, false),
        ...(analysis.subjects.includes(least) ? [grants(analysis, least, true)] : []),
        cannotTell(
          `whether they run on another container engine and without cgroup v${analysis.run.host.cgroupVersion}, which takes other hosts`,
        ),
      ),
  },
];

/** Whether the approach with the fewest grants needs them too; its figures exist only if it runs. */
function withoutGrants(analysis: Analysis): Finding[] {
  if (!analysis.subjects.includes(least))
    return [
      cannotTell(`${least}, which tries to work without them, was not measured (npm run compare -- --only ${least})`),
    ];
  const answers = numberIs(analysis, "startup/create.answer", least, () => true);
  if (answers.holds === "unknown") return [cannotTell(`whether ${answers.says} answers`)];
  const capabilities = numberIs(analysis, "posture/root.capabilities", least, () => true);
  return [
    isSo(analysis, "posture/privileged", least, true),
    numberIs(analysis, "posture/hostMounts", least, (mounts) => mounts > 0),
  ].map((finding) =>
    finding.holds === "unknown"
      ? finding
      : {
          ...finding,
          says: `${finding.says} (it works: ${answers.says}; ${capabilities.says})`,
          evidence: [...finding.evidence, ...answers.evidence],
        },
  );
}

/** Holds if the approach needs what a host may refuse, or does not, as expected. */
function grants(analysis: Analysis, subject: string, expected: boolean): Finding {
  const privileged = isSo(analysis, "posture/privileged", subject, true);
  if (privileged.holds === "unknown") return privileged;
  const mounts = calculated(analysis, [["posture/hostMounts", subject]], (count) => ({
    holds: count > 0,
    says: `${count} mounted ${count === 1 ? "folder" : "folders"} of the host`,
  }));
  if (mounts.holds === "unknown") return mounts;
  const needs = privileged.holds === "yes" || mounts.holds === "yes";
  const says = `${subject} needs ${privileged.holds === "yes" ? "a privileged" : "an ordinary"} container and ${mounts.says}`;
  return { holds: needs === expected ? "yes" : "no", says, evidence: [...privileged.evidence, ...mounts.evidence] };
}
