import type { Service } from "../../../services/contract.ts";
import { restartOf } from "../../../services/restart.ts";
import type { ContextFile } from "../../contract.ts";
import { program } from "../program-file.ts";
import { controlScript } from "../scripts.ts";
import { absent, isUp } from "../supervised.ts";
import { statusPath } from "./paths.ts";

/**
 * Asks supervisorctl, and supervisord itself for the exit code, which supervisorctl does not print.
 * @param socket path of supervisord's
 * @param preamble lines of sh that may define `main_of` anew. @default none: launchers note the main process
 */
export function control(services: readonly Service[], socket: string, preamble: readonly string[] = []): ContextFile[] {
  return [
    statusProgram(socket),
    controlScript(
      services,
      {
        status: ['say_status "$(main_of "$service")"'],
        restart: ['supervisorctl restart "$service" && await_start'],
        stop: ['supervisorctl stop "$service"'],
        start: ["is_up && exit", 'supervisorctl start "$service" && await_start'],
        signal: ['supervisorctl signal "$1" "$service"'],
        pid: [`main_of "$service" || ${absent}`],
      },
      [...preamble, "case $service in", ...services.map(factsOf), "esac", ...isUp, ...functions],
    ),
  ];
}

function factsOf(service: Service): string {
  return `  ${service.name}) policy=${restartOf(service)} ;;`;
}

/** For supervisord, a launcher that waits for what its service depends on is the service. */
const functions = [
  "say_status() {",
  `  ${statusPath} "$service" "$1" $policy`,
  "}",
  "await_start() {",
  "  for _ in $(seq 150); do",
  "    is_up && return",
  '    say_status "" | grep --quiet "^restarting" || break',
  "    sleep 0.2",
  "  done",
  '  echo "$service did not start, or ended at once: $(say_status "")" >&2',
  "  return 1",
  "}",
];

const statusProgram = (socket: string) =>
  program(statusPath, [
    "#!/usr/bin/python3",
    '"""status SERVICE PID POLICY: prints one line about a service; exits 0 if it runs, 3 if not. PID is empty if its program does not run."""',
    "",
    "import sys",
    "from xmlrpc.client import Fault, ServerProxy",
    "",
    "from supervisor.xmlrpc import SupervisorTransport",
    "",
    "# A service counts as running once it has been up for a second; before, it may be crashing again.",
    "WORDS = {",
    '    "RUNNING": "running",',
    '    "STARTING": "restarting",',
    '    "BACKOFF": "restarting",',
    '    "EXITED": "restarting",',
    '    "FATAL": "failed",',
    '    "STOPPING": "running",',
    '    "STOPPED": "stopped",',
    "}",
    "",
    `server = ServerProxy("http://localhost", SupervisorTransport(serverurl="unix://${socket}"))`,
    "try:",
    "    info = server.supervisor.getProcessInfo(sys.argv[1])",
    "except OSError as error:",
    '    print(f"restarting (with supervisord, which does not answer: {error.strerror})")',
    "    sys.exit(3)",
    "except Fault as fault:",
    '    print(f"stopped (with supervisord, which answers {fault.faultString})")',
    "    sys.exit(3)",
    'state, code = info["statename"], info["exitstatus"]',
    'word, said = WORDS[state], info["description"]',
    "program, policy = sys.argv[2:4]",
    'if state == "RUNNING" and not program:',
    '    word, said = "restarting", "its program has not started"',
    'over = state == "EXITED" and (policy == "never" or policy == "on-failure" and code == 0)',
    'if over or state == "STOPPED" and info["stop"]:',
    '    word = "stopped"',
    '    said = "ended by a signal" if code == -1 else f"exit code {code}"',
    "    if code != 0:",
    '        word = "failed"',
    'print(f"{word} ({state}, {said})" if said else f"{word} ({state})")',
    'sys.exit(0 if word == "running" else 3)',
  ]);
