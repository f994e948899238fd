import type { Control } from "../contract.ts";

/** Control of a service that has a container of its own: the engine is its supervisor. */
export function dockerControl(docker: readonly string[], container: string): Control[string] {
  const status = "{{.State.Status}}{{with .State.Health}} {{.Status}}{{end}} (exit code {{.State.ExitCode}})";
  return {
    status: [...docker, "inspect", "--format", status, container],
    logs: [...docker, "logs", "--timestamps", container],
    restart: [...docker, "restart", container],
    stop: [...docker, "stop", container],
    start: [...docker, "start", container],
    signal: [...docker, "kill", container, "--signal"],
    pid: [...docker, "inspect", "--format", "{{.State.Pid}}", container],
    exec: [...docker, "exec", container],
  };
}
