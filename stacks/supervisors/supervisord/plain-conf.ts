import type { Service, Workload } from "../../../services/contract.ts";
import { restartOf } from "../../../services/restart.ts";
import type { ContextFile } from "../../contract.ts";
import { startGroups } from "../../rendering/order.ts";
import { serviceEnv } from "../../rendering/service-env.ts";
import { rootFolder } from "../../rendering/service-files.ts";
import { throughSecrets } from "../../rendering/with-secrets.ts";
import { unableTo } from "../plain.ts";
import { confPath } from "./paths.ts";

/** Where supervisord answers supervisorctl: Debian's default. */
export const plainSocket = "/var/run/supervisor.sock";

/**
 * The one file that users of supervisord in a container write.
 * @throws UserError for a command or variable that it cannot hold
 */
export function plainConf(workload: Workload): ContextFile {
  const programs = startGroups(workload.services).flatMap((group, index) =>
    group.map((service) => programOf(service, index + 1, workload.name)),
  );
  const content = [...common, ...programs].map((lines) => `${lines.join("\n")}\n`).join("\n");
  return { path: `${rootFolder}${confPath}`, content, mode: 0o644 };
}

const common = [
  ["[supervisord]", "nodaemon=true", "user=root", "logfile=/dev/null", "logfile_maxbytes=0"],
  ["[unix_http_server]", `file=${plainSocket}`],
  ["[supervisorctl]", `serverurl=unix://${plainSocket}`],
  ["[rpcinterface:supervisor]", "supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface"],
];

function programOf(service: Service, priority: number, workload: string): string[] {
  const { name, command, user, stopSignal, stopGraceSeconds } = service;
  const env = Object.entries(serviceEnv(service, () => "localhost"));
  const held = (text: string, quotes: RegExp) => {
    if (!cannotHold.test(text) && !quotes.test(text)) return text.replaceAll("%", "%%");
    throw unableTo(service, workload, `supervisord.conf cannot hold ${JSON.stringify(text)}`);
  };
  const words = [...throughSecrets(service), ...command].map((word) => quoted(held(word, none)));
  return [
    `[program:${name}]`,
    `command=${words.join(" ")}`,
    `user=${user.uid}`,
    `environment=${env.map(([key, value]) => `${key}="${held(value, quotesInVariables)}"`).join(",")}`,
    `priority=${priority}`,
    `autorestart=${{ always: "true", "on-failure": "unexpected", never: "false" }[restartOf(service)]}`,
    `stopsignal=${stopSignal.slice("SIG".length)}`,
    `stopwaitsecs=${stopGraceSeconds}`,
    "stdout_logfile=/dev/stdout",
    "stdout_logfile_maxbytes=0",
    "redirect_stderr=true",
  ];
}

/** A value ends with its line, and with what begins a comment. */
const cannotHold = /\p{Cc}|(?:^|\s)[;#]/u;

/** There is no escape for a quote in a variable, and those at its ends are stripped. */
const quotesInVariables = /"|^'|'$/;

const none = /(?!)/;

/** A word as the shell reads it, and as supervisord does. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `"${word.replace(/["\\]/g, "\\$&")}"`;
}
