import type { Service } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { startGroups } from "../../rendering/order.ts";
import { rootFolder } from "../../rendering/service-files.ts";
import { confPath, orderPath, runFolder, runPath } from "./paths.ts";

/** No service has this name: names of services have no underscore. */
const orderName = "start_order";

/** supervisord's configuration: a program per service, and one that starts services with dependencies in order. */
export function supervisordConf(services: readonly Service[]): ContextFile {
  const sections = [
    ...common,
    ...startGroups(services).flatMap((group, index) => group.map((service) => programOf(service, index + 1))),
    ...(services.some(waits) ? [orderSection] : []),
  ];
  const content = sections.map((lines) => `${lines.join("\n")}\n`).join("\n");
  return { path: `${rootFolder}${confPath}`, content, mode: 0o644 };
}

/** Whether the program that keeps the order starts the service. */
export function waits({ dependsOn }: Service): boolean {
  return Object.keys(dependsOn).length > 0;
}

const socket = `unix://${runFolder}/socket`;

const common = [
  [
    "[supervisord]",
    "nodaemon=true",
    "user=root",
    "; The container's log has its lines, and is rotated.",
    "logfile=/dev/null",
    "logfile_maxbytes=0",
    `pidfile=${runFolder}/pid`,
  ],
  ["[unix_http_server]", `file=${runFolder}/socket`, "chmod=0700"],
  ["[supervisorctl]", `serverurl=${socket}`],
  ["[rpcinterface:supervisor]", "supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface"],
  [
    "; Part of PID 1: prints what services write, and stops all when supervisord gives one up.",
    "[rpcinterface:watch]",
    "supervisor.rpcinterface_factory=__main__:watch",
  ],
];

function programOf(service: Service, priority: number): string[] {
  const { name, stopSignal, stopGraceSeconds } = service;
  return [
    `[program:${name}]`,
    `command=${runPath(name)}`,
    "; Started in ascending order, stopped in descending order.",
    `priority=${priority}`,
    ...(waits(service) ? [`; ${orderName} starts it.`, "autostart=false"] : ["autostart=true"]),
    "autorestart=true",
    "startsecs=1",
    "startretries=3",
    `stopsignal=${stopSignal.slice("SIG".length)}`,
    `stopwaitsecs=${stopGraceSeconds}`,
    ...output,
  ];
}

const output = ["redirect_stderr=true", "stdout_logfile=NONE", "stdout_events_enabled=true"];

const orderSection = [
  `[program:${orderName}]`,
  `command=${orderPath}`,
  "priority=999",
  "startsecs=0",
  "autorestart=unexpected",
  "stopasgroup=true",
  "killasgroup=true",
  ...output,
];
