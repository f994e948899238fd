import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * What may import what below stacks/. In the order of the arrows: terms, then renderings of them, then the plan of a deployment, and the
 * systems that create it. What is pure and what knows a system never meet but in index.ts and the commands.
 */
const terms = ["requirement.ts", "contract.ts", "confinement.ts", "container-plan.ts"];

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
  "workload.ts": ["config.ts", ...terms, "rendering", "systems/contract.ts"],
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
  systems: [...terms, "control", "deployment-plan.ts", "program.ts", "rendering"],
  "systems.ts": ["contract.ts", "systems"],
  "requirements.ts": ["config.ts", "contract.ts", "systems/contract.ts"],
  plan: [
    "build-log.ts",
    "config-secrets.ts",
    ...terms,
    "config.ts",
    "deployment-plan.ts",
    "outputs.ts",
    "rendering",
    "requirements.ts",
    "systems/contract.ts",
  ],
  "secret-values.ts": ["systems/contract.ts"],
  "deployment.ts": ["deployment-plan.ts", "outputs.ts", "plan", "systems/contract.ts"],
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
