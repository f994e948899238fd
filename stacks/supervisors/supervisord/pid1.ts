import type { Service } from "../../../services/contract.ts";
import { isEssential, restartOf } from "../../../services/restart.ts";
import type { ContextFile } from "../../contract.ts";
import { program } from "../program-file.ts";
import { confPath, pid1Path } from "./paths.ts";

/** PID 1: supervisord, with additions. */
export function pid1(services: readonly Service[]): ContextFile {
  const essential = services.filter(isEssential).map((service) => [service.name, restartOf(service)] as const);
  const filled = python.replace(placeholder, JSON.stringify(Object.fromEntries(essential)));
  return program(pid1Path, filled.trim().split("\n"));
}

/** A dictionary stands there in the end: essential services to their restart policies. */
const placeholder = "ESSENTIAL_SERVICES";

const python = String.raw`
#!/usr/bin/python3
"""PID 1 of the container: supervisord, which here also
- prints what each service writes, line by line, prefixed with the service's name;
- stops all services and exits with 1 once it has given up one of them; by itself it would run on, and exit with 0;
- stops all services and exits with the exit code of an essential one after its last end.
"""

import os
import signal
import sys

# The command that started this has blocked them, so that none is lost. No service runs yet, so there is nothing to stop.
EARLY = (signal.SIGTERM, signal.SIGINT)
for number in EARLY:
    signal.signal(number, lambda *_: os._exit(0))
signal.pthread_sigmask(signal.SIG_UNBLOCK, EARLY)

from supervisor import events, process, supervisord
from supervisor.states import SupervisorStates

LONGEST_LINE = 1 << 16
ENDS = (events.ProcessStateBackoffEvent, events.ProcessStateExitedEvent, events.ProcessStateStoppedEvent)
# Name to restart policy.
ESSENTIAL = ${placeholder}
exit_code = 0
last_code = 0


def remember(status, decode=process.decode_wait_status):
    """supervisord forgets which signal has ended a process."""
    global last_code
    code = os.waitstatus_to_exitcode(status)
    last_code = code if code >= 0 else 128 - code
    return decode(status)


process.decode_wait_status = remember


def watch(supervisor):
    """supervisord calls this when it starts: the configuration names it as the factory of an interface."""
    unfinished = {}

    def put(name, lines):
        text = b"".join(name.encode() + b": " + line + b"\n" for line in lines)
        while text:
            text = text[os.write(1, text) :]

    def on_output(event):
        name = event.process.config.name
        *lines, rest = (unfinished.pop(name, b"") + event.data).split(b"\n")
        if len(rest) > LONGEST_LINE:
            lines, rest = [*lines, rest], b""
        if rest:
            unfinished[name] = rest
        put(name, lines)

    def on_end(event):
        name = event.process.config.name
        if name in unfinished:
            put(name, [unfinished.pop(name)])

    def on_fatal(event):
        global exit_code
        # During a stop, supervisord also gives up services that were crashing.
        if supervisor.options.mood == SupervisorStates.RUNNING:
            exit_code = 1
            supervisor.options.mood = SupervisorStates.SHUTDOWN

    def on_exited(event):
        global exit_code
        policy = ESSENTIAL.get(event.process.config.name)
        if policy is None or policy == "on-failure" and last_code != 0:
            return
        if supervisor.options.mood == SupervisorStates.RUNNING:
            exit_code = last_code
            supervisor.options.mood = SupervisorStates.SHUTDOWN

    events.subscribe(events.ProcessLogEvent, on_output)
    for end in ENDS:
        events.subscribe(end, on_end)
    events.subscribe(events.ProcessStateFatalEvent, on_fatal)
    events.subscribe(events.ProcessStateExitedEvent, on_exited)


supervisord.main(["--configuration", "${confPath}"])
sys.exit(exit_code)
`;
