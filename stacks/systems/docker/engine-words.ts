import type { EngineWords } from "../../readiness/ready.ts";

const lookFormat = '{"state":{{json .State}},"restarts":{{json .RestartCount}},"pids":{{json .HostConfig.PidsLimit}}}';

/** The subcommands by which programs wait for containers. @param argv words before a docker subcommand */
export function engineWords(argv: readonly string[]): EngineWords {
  return {
    look: [...argv, "inspect", "--format", lookFormat],
    start: [...argv, "start"],
    kill: [...argv, "kill"],
    logs: [...argv, "logs"],
    exec: [...argv, "exec"],
    limit: [...argv, "update", "--pids-limit"],
  };
}
