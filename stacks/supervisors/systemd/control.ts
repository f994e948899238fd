import type { Service } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { controlScript } from "../scripts.ts";

/** The control program: systemctl has every verb. Without dbus, systemctl asks PID 1 directly. */
export function control(services: readonly Service[]): ContextFile {
  return controlScript(
    services,
    {
      status: ["read_facts", "say_state"],
      restart: ['exec systemctl restart "$unit"'],
      stop: ['exec systemctl stop "$unit"'],
      start: ['exec systemctl start "$unit"'],
      signal: ['exec systemctl kill --kill-who=main --signal="SIG$1" "$unit"'],
      pid: ["read_facts", '[ "$main" != 0 ] || { echo "$service does not run" >&2; exit 3; }', 'echo "$main"'],
    },
    ["unit=$service.service", ...readFacts, ...sayState],
  );
}

const properties = [
  "ActiveState",
  "SubState",
  "Job",
  "Result",
  "MainPID",
  "NRestarts",
  "ExecMainCode",
  "ExecMainStatus",
];

/** If systemd does not answer, at the start or at the end, no service runs. */
const readFacts = [
  "read_facts() {",
  `  look=$(systemctl show --property=${properties.join(",")} "$unit" 2>/dev/null) || look=`,
  "  active=inactive sub='systemd does not answer' job='' result=success main=0 restarts=0 how=0 code=0",
  "  while IFS='=' read -r key value; do",
  "    case $key in",
  "      ActiveState) active=$value ;;",
  "      SubState) sub=$value ;;",
  "      Job) job=$value ;;",
  "      Result) result=$value ;;",
  "      MainPID) main=$value ;;",
  "      NRestarts) restarts=$value ;;",
  "      ExecMainCode) how=$value ;;",
  "      ExecMainStatus) code=$value ;;",
  "    esac",
  "  done <<EOF",
  "$look",
  "EOF",
  "}",
];

/**
 * A unit is starting until its checks pass: meanwhile the service counts as running at its first try, and as restarting afterwards. A job
 * is a start that waits for another unit.
 */
const sayState = [
  "say_state() {",
  '  [ "$restarts" = 0 ] && again=stopped || again=restarting',
  "  case $active/$sub in",
  "    active/* | reloading/*) word=running ;;",
  "    activating/auto-restart*) word=restarting ;;",
  "    activating/start | activating/start-post)",
  '      [ "$main" != 0 ] && [ "$restarts" = 0 ] && word=running || word=restarting ;;',
  "    activating/*) word=$again ;;",
  "    deactivating/*)",
  '      if [ "$result" != success ]; then word=restarting; elif [ "$main" = 0 ]; then word=stopped; else word=running; fi ;;',
  '    failed/*) [ -z "$job" ] && word=failed || word=restarting ;;',
  '    *) [ -z "$job" ] && word=stopped || word=$again ;;',
  "  esac",
  '  detail="$active: $sub"',
  '  case $active in inactive | failed) [ -z "$job" ] || detail="$detail, start queued" ;; esac',
  '  [ "$main" = 0 ] || detail="$detail, pid $main"',
  '  [ "$restarts" = 0 ] || detail="$detail, $restarts restarts"',
  '  [ "$result" = success ] || detail="$detail, $result"',
  '  [ "$main" = 0 ] && case $how in 1) detail="$detail, exit code $code" ;; [23]) detail="$detail, signal $code" ;; esac',
  '  echo "$word ($detail)"',
  '  [ "$word" = running ] || exit 3',
  "}",
];
