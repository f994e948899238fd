import type { Service } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { supervisedControl } from "../supervised.ts";
import { scanFolder } from "./paths.ts";

/** Control through `s6-svc` and `s6-svstat`. */
export function control(services: readonly Service[]): ContextFile {
  return supervisedControl(services, {
    place: `folder=${scanFolder}/$service`,
    facts: services.map(factsOf),
    printStatus,
    stopService,
    startService,
  });
}

function factsOf({ name, stopSignal, stopGraceSeconds }: Service): string {
  return `  ${name}) signal=${stopSignal} patience=${(stopGraceSeconds + 5) * 1000} ;;`;
}

const printStatus = [
  "print_status() {",
  '  look=$(s6-svstat "$folder" 2>&1) || {',
  "    # s6-supervise makes the file as it starts, so the container has only just started.",
  '    case $look in *"No such file or directory") word=restarting ;; *) word=failed ;; esac',
  '    echo "$word ($look)"',
  "    return 3",
  "  }",
  '  main_of "$service" >/dev/null && echo "running ($look)" && return',
  '  case $(s6-svstat -o up,wantedup,exitcode,signal "$folder") in',
  '    "true "*) word=restarting look="$look, its program has not started" ;;',
  '    "false true "*) word=restarting ;;',
  '    "false false 0 "* | "false false "*" $signal") word=stopped ;;',
  "    *) word=failed ;;",
  "  esac",
  '  echo "$word ($look)"',
  "  return 3",
  "}",
];

const stopService = ["stop_service() {", '  s6-svc -wD -T "$patience" -d "$folder"', "}"];

const startService = [
  "last_end() {",
  '  s6-svdt "$folder" | tail -n 1',
  "}",
  "start_service() {",
  '  main_of "$service" >/dev/null && return',
  "  before=$(last_end)",
  '  s6-svc -u "$folder" || return',
  "  for _ in $(seq 150); do",
  "    is_up && return",
  '    [ "$(last_end)" = "$before" ] || break',
  "    sleep 0.2",
  "  done",
  '  echo "$service did not start, or ended at once: $(print_status)" >&2',
  "  return 1",
  "}",
];
