import type { Experiment, Observations } from "../contract.ts";
import type { Subject, Tools } from "../tools.ts";
import type { CreateBody } from "../tools/containers.ts";
import { hostFoldersOf, withoutHostFolders } from "./grants/mounts.ts";
import { answersWith } from "./grants/trial.ts";

export const grants: Experiment = {
  name: "grants",
  title: "Grants",
  question: "Which of the grants that a deployment asks for does it need?",
  method:
    "Clones of the containers get all settings but one: once they are not privileged, and once the host's folders are not mounted. If the entry does not answer within 10 s of the start, the grant is needed. What is not asked for is not needed.",
  excludes: "Combinations of grants, and what works worse without one although the entry answers.",
  kind: "categorical",
  about: ["entry"],
  besideOthers: false,
  begins: "as left",
  long: true,
  figures: {
    "privileged.needed": { title: "does not work without a privileged container", unit: "yes-no", better: "no" },
    "hostMounts.needed": { title: "does not work without the host's folders", unit: "yes-no", better: "no" },
  },
  run,
  elsewhere:
    "It takes grants away from copies of the containers, which the Engine API makes with other settings; the verbs make no copies.",
};

async function run(_subject: Subject, tools: Tools): Promise<Observations> {
  const bodies = await Promise.all(
    tools.containers.names.map(
      async (name) => (await tools.api.call("GET", `/containers/${name}/json`)) as Pick<CreateBody, "HostConfig">,
    ),
  );
  const needed = async (asked: boolean, without: (body: CreateBody) => CreateBody) =>
    asked && !(await answersWith(tools, without));
  return {
    values: {
      "privileged.needed": await needed(
        bodies.some(({ HostConfig }) => HostConfig.Privileged === true),
        (body) => ({ ...body, HostConfig: { ...body.HostConfig, Privileged: false } }),
      ),
      "hostMounts.needed": await needed(
        bodies.some(({ HostConfig }) => hostFoldersOf(HostConfig).length > 0),
        withoutHostFolders,
      ),
    },
  };
}
