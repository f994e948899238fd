import type { Service } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { supervisedControl } from "../supervised.ts";
import { servicesFolder } from "./paths.ts";

/** Control through `sv`. */
export function control(services: readonly Service[]): ContextFile {
  return supervisedControl(services, {
    place: `export SVDIR=${servicesFolder}`,
    facts: services.map(factsOf),
    printStatus,
    stopService,
    startService,
  });
}

function factsOf({ name, stopSignal, stopGraceSeconds }: Service): string {
  return `  ${name}) signal=${stopSignal.slice("SIG".length)} grace=${stopGraceSeconds} ;;`;
}

const printStatus = [
  "# Prints the words of sv, without those about the logger, and how the service ended.",
  "print_status() {",
  '  look=$(sv status "$service" 2>&1)',
  "  look=${look%%; *}",
  '  main_of "$service" >/dev/null && echo "running ($look)" && return',
  '  ended=""',
  '  { read -r code bits <"$SVDIR/$service/supervise/ended"; } 2>/dev/null &&',
  '    { [ "$code" = -1 ] && ended="signal $(kill -l $((bits & 127)))" || ended="exit code $code"; }',
  "  case $look in",
  '    run:*) word=restarting ended="its program has not started" ;;',
  '    finish:* | down:*"want up"*) word=restarting ;;',
  "    # runsv makes it as it starts, so the container has only just started.",
  '    *"unable to open supervise/ok: file does not exist") word=restarting ended="its runsv has not started" ;;',
  "    down:*)",
  '      case $ended in "" | "exit code 0" | "signal $signal") word=stopped ;; *) word=failed ;; esac ;;',
  "    *) word=failed ;;",
  "  esac",
  '  echo "$word ($look${ended:+, $ended})"',
  "  return 3",
  "}",
];

const stopService = [
  "# If sv had to kill, it fails and does not wait until the service has ended. After an early end of the service, runsv pauses and reads",
  "# the request later; until then, sv would drop the next one.",
  "stop_service() {",
  '  sv -w "$grace" force-stop "$service" >/dev/null || sv -w 5 stop "$service" >/dev/null || return',
  "  for _ in $(seq 20); do",
  '    case $(sv status "$service") in *"want up"*) sleep 0.1 ;; *) return 0 ;; esac',
  "  done",
  "  return 1",
  "}",
];

const startService = [
  "start_service() {",
  '  main_of "$service" >/dev/null && return',
  '  rm -f "$SVDIR/$service/supervise/ended"',
  '  sv up "$service" || return',
  "  for _ in $(seq 150); do",
  "    is_up && return",
  '    [ ! -e "$SVDIR/$service/supervise/ended" ] || break',
  "    sleep 0.2",
  "  done",
  '  echo "$service did not start, or ended at once: $(print_status)" >&2',
  "  return 1",
  "}",
];
