import { UserError } from "../../errors/user-error.ts";
import { userEnvironment } from "../environment.ts";
import { compareVersions } from "../host/version-order.ts";
import { readBuildPlan } from "../pulumi/build-plan.ts";
import { findPulumi } from "../pulumi/ensure.ts";
import { findGo, type Go } from "../pulumi/go.ts";
import { findUserPulumi, type UserPulumi } from "../pulumi/user.ts";
import { versions } from "../versions.ts";
import type { Finding } from "./finding.ts";

/** Node, Go, Pulumi and its plugins. */
export async function examineTools(): Promise<Finding[]> {
  const user = userEnvironment(process.env);
  const [go, plan, own, pulumi] = await Promise.all([
    findGo(),
    readBuildPlan(),
    findUserPulumi(),
    findPulumi(user.PULUMI_HOME),
  ]);
  const canBuild = go !== undefined && compareVersions(go.version, plan.goVersion) >= 0;
  return [
    { area: "node", status: "ok", found: `${process.versions.node} (${process.execPath})` },
    goFinding(go, plan.goVersion, pulumi !== undefined),
    pulumi === undefined
      ? {
          area: "pulumi",
          status: canBuild ? "warn" : "lack",
          found: "none that can be used yet",
          remedy: canBuild
            ? "nothing: setup downloads Pulumi, or builds it if it cannot be downloaded (about 8 minutes)."
            : `npm run setup downloads it if it can reach the vendor; else install Pulumi, or Go ${plan.goVersion} or newer.`,
        }
      : { area: "pulumi", status: "ok", found: `${pulumi.version} (${pulumi.origin}, ${pulumi.command})` },
    ...(own === undefined ? [] : ownPulumi(own)),
    {
      area: "plugins",
      status: pulumi === undefined ? "warn" : "ok",
      found: `${versions.pulumi.plugins.map(({ name, version }) => `${name} ${version}`).join(", ")}${pulumi === undefined ? " not yet there" : ""}`,
      ...(pulumi === undefined ? { remedy: "nothing: they come with Pulumi." } : {}),
    },
  ];
}

function goFinding(go: Go | undefined, wanted: string, hasPulumi: boolean): Finding {
  const serves = go !== undefined && compareVersions(go.version, wanted) >= 0;
  return {
    area: "go",
    status: serves || hasPulumi ? "ok" : "warn",
    found: `${go?.version ?? "none"}${serves ? "" : `, building needs ${wanted}`}${hasPulumi ? " (not needed, Pulumi is there)" : ""}`,
    ...(serves || hasPulumi
      ? {}
      : { remedy: `install Go ${wanted} or newer, unless Pulumi can be downloaded or is installed.` }),
  };
}

function ownPulumi({ command, version, serves, missingPlugins }: UserPulumi): Finding[] {
  if (serves && missingPlugins.length === 0) return [];
  const { min, below } = versions.pulumi.accepted;
  const why = serves
    ? `lacks the plugins ${missingPlugins.map((plugin) => `${plugin.name} ${plugin.version}`).join(", ")}`
    : `cannot be used (${min} or newer, below ${below}, with the Node language host)`;
  const commands = missingPlugins.map((plugin) => `pulumi plugin install resource ${plugin.name} ${plugin.version}`);
  return [
    {
      area: "your pulumi",
      status: "warn",
      found: `${version} at ${command} ${why}; the embedded one is used`,
      remedy: serves ? commands.join(" && ") : "upgrade it, or leave it: the embedded one is used.",
    },
  ];
}

/** An expected failure as a finding; anything else is a bug and thrown. */
export function asFinding(area: string, error: unknown): Finding {
  if (!(error instanceof UserError)) throw error;
  return { area, status: "lack", found: error.parts.found, remedy: error.parts.remedy };
}
