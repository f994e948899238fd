import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * What may import what below stacks/. In the order of the arrows: terms, then renderings of them, then the plan of a deployment, and the
 * systems that create it. What is pure and what knows a system never meet but in index.ts and the commands.
 */
const terms = ["requirement.ts", "contract.ts", "confinement.ts", "container-plan.ts"];

/** The seam to systems. */
const seam = ["systems/contract.ts", "systems/look.ts"];

/** What creating a deployment takes, whatever the system. */
const created = [...terms, "control", "delivery", "deployment-plan.ts", "readiness", "rendering", "volume-data"];

/** Entries of stacks/: a file or a folder on the left may import only those on its right (and itself). */
const withinStacks = {
  "mount-plan.ts": [],
  "extras-plan.ts": [],
  "container-plan.ts": ["mount-plan.ts", "extras-plan.ts"],
  "confinement.ts": [],
  "requirement.ts": [],
  "contract.ts": ["confinement.ts", "container-plan.ts", "requirement.ts"],
  "outputs.ts": ["contract.ts"],
  "outputs-schema.ts": ["contract.ts", "outputs.ts"],
  "deployment-plan.ts": [...terms, "outputs.ts"],
  "config-secrets.ts": [],
  "config-values.ts": [],
  "config.ts": ["config-secrets.ts", "config-values.ts", "confinement.ts"],
  "workload.ts": ["config.ts", ...terms, "rendering", ...seam],
  "instance.ts": [],
  "build-log.ts": [],
  "program.ts": [],
  control: [],
  rendering: terms,
  supervisors: [...terms, "rendering"],
  // Of supervisors what all of them are, and none of them.
  placement: [
    ...terms,
    "rendering",
    "supervisors/contract.ts",
    "supervisors/paths.ts",
    "supervisors/scripts.ts",
    "supervisors/signals.ts",
    "supervisors/entering.ts",
    "supervisors/program-file.ts",
  ],
  approaches: [...terms, "placement", "supervisors"],
  "approaches.ts": ["contract.ts", "approaches"],
  "stack-names.ts": ["approaches.ts"],
  // The plan's images and ports, as they are deployed.
  eject: [...terms, "deployment-plan.ts", "rendering", "plan"],
  readiness: [...terms, "control", "deployment-plan.ts", "rendering"],
  // What several systems have in common.
  "volume-data": [...terms, "systems/data-room.ts"],
  delivery: [...terms, "deployment-plan.ts", "rendering", ...seam],
  // Systems without a provider, whose objects commands make; and of these, those whose containers s6 keeps running.
  commanded: [...created, ...seam],
  keeper: [...created, "commanded", ...seam, "systems/data-room.ts"],
  systems: [...created, "commanded", "keeper", "program.ts"],
  "systems.ts": ["contract.ts", "systems"],
  "requirements.ts": ["config.ts", "contract.ts", ...seam],
  plan: [
    "build-log.ts",
    "config-secrets.ts",
    ...terms,
    "config.ts",
    "deployment-plan.ts",
    "outputs.ts",
    "rendering",
    "requirements.ts",
    ...seam,
  ],
  "secret-values.ts": seam,
  "deployment.ts": ["deployment-plan.ts", "outputs.ts", "plan", ...seam],
};

/** Folders whose own folders know nothing of each other, only what lies beside them. */
const families = ["approaches", "supervisors", "systems"];

/** Nothing here reads a file, so nothing loads a workload. */
const pure = ["rendering", "supervisors", "placement", "approaches", "eject"];

/** As `import-x/no-restricted-paths` takes them. @param root the project's folder */
export function stackZones(root = import.meta.dirname) {
  const within = Object.entries(withinStacks).map(([name, allowed]) => ({
    target: `./stacks/${name}`,
    from: "./stacks",
    except: [name, ...allowed].map((one) => `./${one}`),
    message: `stacks/${name} may import of stacks/ only: ${allowed.join(", ") || "nothing"}`,
  }));
  const apart = families.flatMap((family) => {
    const entries = readdirSync(join(root, "stacks", family), { withFileTypes: true });
    const common = entries.filter((entry) => entry.isFile()).map(({ name }) => `./${name}`);
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => ({
        target: `./stacks/${family}/${name}`,
        from: `./stacks/${family}`,
        except: [`./${name}`, ...common],
        message: `stacks/${family}/${name} knows no other of stacks/${family}`,
      }));
  });
  const loaded = pure.map((name) => ({
    target: `./stacks/${name}`,
    from: "./services/load.ts",
    message: `stacks/${name} is pure: it gets the workload, and loads none`,
  }));
  return [...within, ...apart, ...loaded];
}
