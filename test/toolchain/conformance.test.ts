import assert from "node:assert/strict";
import { declaredPaths, sdk, type Sdk } from "./support/declared.ts";
import { readSchema, schemaPaths, type PluginSchema, type Properties } from "./support/schema.ts";

const docker = sdk("@pulumi/docker");
const command = sdk("@pulumi/command");

const dockerResources = [
  "Container",
  "Network",
  "Volume",
  "RemoteImage",
  "Service",
  "Secret",
  "ServiceConfig",
  "Tag",
  "RegistryImage",
  "Plugin",
] as const;

const dockerGetters = ["getNetwork", "getPlugin", "getRegistryImage", "getRemoteImage"] as const;

interface Side {
  readonly from: Sdk;
  readonly file: string;
  readonly name: string;
  readonly schema: PluginSchema;
  readonly properties: Properties | undefined;
}

/** Fails with the names that only the schema or only the declarations have. */
function assertSameNames({ from, file, name, schema, properties }: Side): void {
  const declared = new Set(declaredPaths(from, file, name));
  const served = new Set(schemaPaths(schema, properties));
  const missing = [...declared].filter((path) => !served.has(path)).sort();
  const extra = [...served].filter((path) => !declared.has(path)).sort();
  assert.notEqual(declared.size, 0, `${name} declares no property: was it read at all?`);
  assert.deepEqual({ missing, extra }, { missing: [], extra: [] }, `${name} differs in the plugin's schema`);
}

describe("toolchain / the docker plugin and @pulumi/docker", () => {
  let schema: PluginSchema;

  before(async () => {
    schema = await readSchema("docker@5.2.0");
  });

  it("have the same version", () => {
    assert.equal(schema.version, "5.2.0");
  });

  for (const name of dockerResources) {
    const lower = name.charAt(0).toLowerCase() + name.slice(1);
    const file = `${lower}.d.ts`;
    const token = `docker:index/${lower}:${name}`;

    it(`${name} has the same arguments in both`, () => {
      assertSameNames({
        from: docker,
        file,
        name: `${name}Args`,
        schema,
        properties: schema.resources[token]?.inputProperties,
      });
    });

    it(`${name} has the same outputs in both`, () => {
      assertSameNames({ from: docker, file, name, schema, properties: schema.resources[token]?.properties });
    });

    it(`${name} has the same state in both`, () => {
      const properties = schema.resources[token]?.stateInputs?.properties;
      assertSameNames({ from: docker, file, name: `${name}State`, schema, properties });
    });
  }

  for (const name of dockerGetters) {
    const file = `${name}.d.ts`;
    const capitalised = `G${name.slice(1)}`;
    const token = `docker:index/${name}:${name}`;

    it(`${name} has the same arguments in both`, () => {
      const properties = schema.functions?.[token]?.inputs?.properties;
      assertSameNames({ from: docker, file, name: `${capitalised}Args`, schema, properties });
    });

    it(`${name} has the same result in both`, () => {
      const properties = schema.functions?.[token]?.outputs?.properties;
      assertSameNames({ from: docker, file, name: `${capitalised}Result`, schema, properties });
    });
  }
});

describe("toolchain / the command plugin and @pulumi/command", () => {
  let schema: PluginSchema;

  before(async () => {
    schema = await readSchema("command@1.2.1");
  });

  it("have the same version", () => {
    assert.equal(schema.version, "1.2.1");
  });

  it("local.Command has the same arguments in both", () => {
    const properties = schema.resources["command:local:Command"]?.inputProperties;
    assertSameNames({ from: command, file: "local/command.d.ts", name: "CommandArgs", schema, properties });
  });

  it("local.Command has the same outputs in both", () => {
    const properties = schema.resources["command:local:Command"]?.properties;
    assertSameNames({ from: command, file: "local/command.d.ts", name: "Command", schema, properties });
  });
});
