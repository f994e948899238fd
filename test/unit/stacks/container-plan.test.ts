import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { separate } from "../../../stacks/approaches/separate/index.ts";
import { translated, type ContainerPlan } from "../../../stacks/container-plan.ts";
import { composeFile } from "../../../stacks/eject/compose.ts";
import { containerArgs } from "../../../stacks/systems/docker/container-args.ts";
import { compileErrors } from "../../support/unit/compile-errors.ts";
import { fullContainer, withEachLeafChanged } from "../../support/unit/full-container.ts";
import { planned } from "../../support/unit/plans.ts";
import { promiseOf } from "../../support/unit/promise-of.ts";
import { sampleScope } from "../../support/unit/samples.ts";
import { without } from "../../support/unit/without.ts";

const published = { container: "web", address: "127.0.0.1", external: 20_000, internal: 8080 };

/** One field can hide another, such as a privileged container its capabilities: each has to matter in one of these at least. */
const bases: readonly ContainerPlan[] = [
  fullContainer,
  {
    ...fullContainer,
    attachments: { networks: fullContainer.attachments.networks, publishes: 8080, sharesIpc: true, instead: "none" },
    grants: { ...fullContainer.grants, privileged: true },
    extras: without(fullContainer.extras, "logging"),
  },
];

interface Translator {
  readonly translate: (plan: ContainerPlan) => Promise<unknown>;
  /** Fields that it does not translate, and what sees to them instead. */
  readonly elsewhere: Readonly<Record<string, string>>;
}

const entry = "the plan of the deployment says at which port of the host, and repeats the container's";

/** What a delivered mount holds. */
const deliveredFiles = ["path", "owner.uid", "owner.gid", "mode", "reader"]
  .flatMap((field) => [`mounts[2].files[0].${field}`, `mounts[2].files[1].${field}`])
  .concat("mounts[2].files[0].content.secret", "mounts[2].files[1].content.base64");

const translators: Readonly<Record<string, Translator>> = {
  "the arguments for Docker": {
    translate: (plan) =>
      promiseOf(
        pulumi.output(
          containerArgs(plan, {
            scope: sampleScope(),
            published,
            // Both what the plan refers to and what it refers to once it is changed.
            imageOf: (name) => name,
            networks: { back: "back", back2: "back2" },
            volumes: { data: "data", data2: "data2" },
            delivered: { secrets: "secrets", secrets2: "secrets2" },
            secretOf: (name) => name,
            containers: { holder: "holder", holder2: "holder2" },
          }),
        ),
      ),
    elsewhere: {
      "process.command": "the image's CMD: the provider refuses words that are empty",
      "limits.pids": "the readiness step sets it: the provider has no property for it",
      "attachments.publishes": entry,
      "health.probe": "the gates of containers that start after it run it",
      "startsAfter[0].condition": "the resources wait for it before they create the container",
      "startsAfter[0].container": "the resources wait for it before they create the container",
      ...Object.fromEntries(deliveredFiles.map((leaf) => [leaf, "a command writes the files into the volume"])),
      "mounts[2].storage": "the volume stands for the place",
    },
  },
  "the Compose file": {
    translate: (plan) => {
      const deployment = planned(separate);
      const [image] = deployment.images;
      assert.ok(image);
      const images = ["image", "image2"].map((name) => ({ ...image, name, reference: `${name}:1` }));
      const rendering = { ...deployment.rendering, containers: [plan] };
      return Promise.resolve(composeFile({ ...deployment, published, images, rendering }, "/project"));
    },
    elsewhere: {
      "attachments.publishes": entry,
      "grants.ownCgroups": "Compose has no key for them: targets.ts says so",
      "health.probe": "Compose waits for its own runs of the check",
      "mounts[2].files[1].content.base64": "it stands in a file beside the Compose file",
    },
  },
};

for (const [name, { translate, elsewhere }] of Object.entries(translators)) {
  describe(`a container's plan in ${name}`, () => {
    const leaves = [...new Set(bases.flatMap((base) => [...withEachLeafChanged(base).keys()]))];

    for (const leaf of leaves) {
      it(`${leaf} ${leaf in elsewhere ? `is left out: ${elsewhere[leaf] ?? ""}` : "makes a difference"}`, async () => {
        const differences = bases.map(async (base) => {
          const changed = withEachLeafChanged(base).get(leaf);
          if (changed === undefined) return false;
          return JSON.stringify(await translate(base)) !== JSON.stringify(await translate(changed));
        });
        assert.equal((await Promise.all(differences)).includes(true), !(leaf in elsewhere));
      });
    }

    it("leaves out nothing but what there is", () => {
      assert.deepEqual(
        Object.keys(elsewhere).filter((leaf) => !leaves.includes(leaf)),
        [],
      );
    });

    it("has no published port where the container publishes none, nor another container's", async () => {
      const [, base] = bases;
      assert.ok(base);
      const { networks } = base.attachments;
      const texts = [base, { ...base, attachments: { networks } }, { ...base, name: "other" }].map(async (plan) =>
        JSON.stringify(await translate(plan)).replaceAll(/container-approaches\.port[^}]*/g, ""),
      );
      assert.deepEqual(
        (await Promise.all(texts)).map((text) => text.includes("20000")),
        [true, false, false],
      );
    });
  });
}

describe("the end of a translation", () => {
  const head = (type: string) => `import { translated, type ${type} } from "./stacks/container-plan.ts";\n`;
  const all = "readOnlyRoot, capabilities, noNewPrivileges, privileged, ownCgroups, cgroupNamespace, cgroupParent";
  const grants = (fields: string) =>
    `${head("GrantPlan")}export const f = ({ ${fields}, ...rest }: GrantPlan): unknown => { translated(rest); return [${fields}]; };`;
  const mount = (fields: string) =>
    `${head("HostMount")}export const f = ({ ${fields}, ...rest }: HostMount): unknown => { translated(rest); return [${fields}]; };`;

  it("compiles where every field was taken, and the discriminator of a union may be left", () => {
    assert.deepEqual(compileErrors(grants(all)), []);
    assert.deepEqual(compileErrors(mount("source, path, readOnly, propagation")), []);
    assert.deepEqual(compileErrors(mount("kind, source, path, readOnly, propagation")), []);
  });

  for (const field of all.split(", ")) {
    it(`does not compile where ${field} was forgotten, optional or not`, () => {
      const others = all.split(", ").filter((one) => one !== field);
      const errors = compileErrors(grants(others.join(", ")));
      assert.equal(errors.length, 1);
      assert.match(errors[0] ?? "", new RegExp(`^TS2345: .*${field}`, "s"));
    });
  }

  it("does not compile where a field beside the discriminator was forgotten", () => {
    assert.match(compileErrors(mount("source, path, propagation"))[0] ?? "", /^TS2345: .*readOnly/s);
  });

  it("fails at run time too, with the field's name, where types were got round", () => {
    translated({ kind: "host" });
    const rest: object = { kind: "host", forgotten: 1 };
    assert.throws(() => {
      translated(rest as { readonly kind: string });
    }, /a translator ignores "forgotten"/);
  });
});
