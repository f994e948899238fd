import type { Service } from "../../../services/contract.ts";
import { restartOf } from "../../../services/restart.ts";
import type { ContextFile } from "../../contract.ts";
import { startGroups } from "../../rendering/order.ts";
import { rootFolder } from "../../rendering/service-files.ts";
import { launcherOf } from "../paths.ts";
import { notIgnored } from "../signals.ts";
import { addedConf, confPath, runFolder, socketPath } from "./paths.ts";

/** supervisord's configuration: a program per service. */
export function supervisordConf(services: readonly Service[]): ContextFile {
  const sections = [
    ...common,
    ...startGroups(services).flatMap((group, index) => group.map((service) => programOf(service, index + 1))),
  ];
  const content = sections.map((lines) => `${lines.join("\n")}\n`).join("\n");
  return { path: `${rootFolder}${confPath}`, content, mode: 0o644 };
}

const common = [
  [
    "[supervisord]",
    "nodaemon=true",
    "user=root",
    "; The container's log has its lines, and is rotated.",
    "logfile=/dev/null",
    "logfile_maxbytes=0",
    `pidfile=${runFolder}/pid`,
    "; It does not start with fewer. The defaults, 1024 and 200, are more than some systems give.",
    "minfds=256",
    "minprocs=16",
  ],
  ["; For programs that are added while it runs: the root is read-only.", "[include]", `files=${addedConf("*")}`],
  ["[unix_http_server]", `file=${socketPath}`, "chmod=0700"],
  ["[supervisorctl]", `serverurl=unix://${socketPath}`],
  ["[rpcinterface:supervisor]", "supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface"],
  [
    "; Part of PID 1: prints what services write, and stops all when supervisord gives one up.",
    "[rpcinterface:watch]",
    "supervisor.rpcinterface_factory=__main__:watch",
  ],
];

/**
 * The section of a program.
 * @param command of sh, after which a percent sign stands for something. @default the service's launcher
 */
export function programOf(service: Service, priority: number, command = launcherOf(service.name)): string[] {
  const { name, stopSignal, stopGraceSeconds } = service;
  return [
    `[program:${name}]`,
    "; The launcher, since supervisord would expand a command. It ignores SIGPIPE, and programs would inherit that.",
    `command=${notIgnored("PIPE").join(" ")} ${command}`,
    "; Started in ascending order, stopped in descending order. The launcher waits for what the service depends on.",
    `priority=${priority}`,
    ...restarting(service),
    `stopsignal=${stopSignal.slice("SIG".length)}`,
    `stopwaitsecs=${stopGraceSeconds}`,
    ...output,
  ];
}

function restarting(service: Service): string[] {
  const policy = restartOf(service);
  if (policy === "always") return ["autorestart=true", "startsecs=1", "startretries=3"];
  return [
    `autorestart=${policy === "never" ? "false" : "unexpected"}`,
    "exitcodes=0",
    "; However early it ends, that is its end, and no failed start.",
    "startsecs=0",
  ];
}

const output = ["redirect_stderr=true", "stdout_logfile=NONE", "stdout_events_enabled=true"];
