import type { EngineWords } from "../../readiness/ready.ts";

/** A state as Docker has it: podman gives a container without a health check an empty one. */
const state = [
  '"Status":{{json .State.Status}},"ExitCode":{{json .State.ExitCode}}',
  '"OOMKilled":{{json .State.OOMKilled}},"Error":{{json .State.Error}}',
  '{{with .State.Health}}{{if .Status}}"Health":{{json .}}{{else}}"Checked":false{{end}}{{else}}"Checked":false{{end}}',
].join(",");

/** The subcommands by which programs wait for containers. A limit on processes is set at creation. */
export const engineWords: EngineWords = {
  look: ["podman", "inspect", "--format", `{"state":{${state}},"restarts":{{json .RestartCount}},"pids":null}`],
  start: ["podman", "start"],
  kill: ["podman", "kill"],
  logs: ["podman", "logs"],
  exec: ["podman", "exec"],
};
