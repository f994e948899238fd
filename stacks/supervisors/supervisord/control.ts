import type { ContextFile } from "../../contract.ts";
import { controlScript, program } from "../scripts.ts";
import { runFolder, statusPath } from "./paths.ts";

/** Asks supervisorctl, and supervisord itself for the exit code, which supervisorctl does not print. */
export function control(): ContextFile[] {
  return [
    statusProgram,
    controlScript({
      status: [`exec ${statusPath} "$service"`],
      restart: ['supervisorctl restart "$service"'],
      stop: ['supervisorctl stop "$service"'],
      start: ['supervisorctl start "$service"'],
      signal: ['supervisorctl signal "$1" "$service"'],
      pid: ['supervisorctl pid "$service"'],
    }),
  ];
}

const statusProgram = program(statusPath, [
  "#!/usr/bin/python3",
  '"""Prints one line about a service; exits 0 if it runs, 3 if not."""',
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
  `server = ServerProxy("http://localhost", SupervisorTransport(serverurl="unix://${runFolder}/socket"))`,
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
  'if state == "STOPPED" and info["stop"]:',
  '    said = "ended by a signal" if code == -1 else f"exit code {code}"',
  "    if code != 0:",
  '        word = "failed"',
  'print(f"{word} ({state}, {said})" if said else f"{word} ({state})")',
  'sys.exit(0 if word == "running" else 3)',
]);
