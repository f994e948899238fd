import { Ajv } from "ajv";
import type { ContainerFacts } from "../../stacks/container-facts.ts";
import type { DeploymentOutput } from "../../stacks/outputs.ts";
import { controlContainer } from "./control.ts";

const text = { type: "string", minLength: 1 } as const;
const count = { type: "integer", minimum: 0 } as const;
const seconds = { type: "number", minimum: 0 } as const;

const properties: Readonly<Record<keyof ContainerFacts, object>> = {
  id: text,
  image: text,
  state: { type: "string", enum: ["created", "running", "restarting", "paused", "stopped"] },
  exitCode: count,
  startedAt: { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$" },
  restarts: count,
  health: {
    type: "object",
    nullable: true,
    properties: {
      status: { type: "string", enum: ["starting", "healthy", "unhealthy"] },
      intervalSeconds: { type: "number", exclusiveMinimum: 0 },
      argv: { type: "array", items: { type: "string" }, minItems: 1 },
    },
    required: ["status", "intervalSeconds", "argv"],
    additionalProperties: false,
  },
  graceSeconds: seconds,
  restart: { type: "string", enum: ["no", "always", "unless-stopped", "on-failure"] },
  logs: {
    type: "object",
    nullable: true,
    properties: { maxSizeMiB: { type: "number", exclusiveMinimum: 0 }, maxFiles: { type: "integer", minimum: 1 } },
    required: ["maxSizeMiB", "maxFiles"],
    additionalProperties: false,
  },
  volumes: { type: "array", items: text },
  addresses: { type: "array", items: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+\\.\\d+$" } },
};

const schema = { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
const ajv = new Ajv({ strict: true, allErrors: true });
const agrees = ajv.compile<ContainerFacts>(schema);

/**
 * Facts of a container, as its system tells them.
 * @throws Error if they are not on one line, or not those of ContainerFacts
 */
export async function inspectedContainer(deployment: DeploymentOutput, container: string): Promise<ContainerFacts> {
  const said = await controlContainer(deployment, container, "inspect");
  if (said.includes("\n")) throw new Error(`inspect of ${container} prints more than one line: ${said}`);
  const found = JSON.parse(said) as unknown;
  if (!agrees(found)) throw new Error(`inspect of ${container}: ${ajv.errorsText(agrees.errors)}: ${said}`);
  return found;
}
