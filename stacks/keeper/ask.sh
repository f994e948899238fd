#!/bin/sh
# Asks a container that a supervisor keeps running, or tells it something.
#   ask.sh SYSTEM VERB [NUMBER] CONTAINER [WORD...]
# See containerVerbs in stacks/verbs.ts for what each verb means; `look` is that of readiness/request.mjs, for several containers.
set -u
. "${0%/*}/../control/ended.sh"

system=$1 verb=$2
shift 2
run=/run/container-approaches/$system/containers

# Of one container: its folder, and settings.
open() {
  container=$1 folder=$run/$1
  [ -e "$folder/settings" ] || { echo "there is no container $1" >&2; exit 1; }
  . "$folder/settings"
  . "$folder/lib/supervise.sh"
  cgroup=${cgroup:-container-approaches/$container} within=$completes
}

# Sets state, code, health and when it began and ended, as ISO 8601.
find_state() {
  health= code=0 began=$(cat "$folder/state/started" 2>/dev/null) ended=
  if [ -e "$folder/state/ended" ]; then read -r code ended <"$folder/state/ended"; fi
  find_supervised
  if [ "$up" = true ] && [ -e "$folder/state/pid" ] && [ ! -e "$folder/state/ended" ]; then
    state=running
    [ ! -e "$folder/state/frozen" ] || state=paused
    health=$(cut -d ' ' -f 1 "$folder/state/health" 2>/dev/null)
    [ -n "$health" ] || [ -z "${check_interval:-}" ] || health=starting
  elif [ "$wanted" = true ] && [ "$up" != unknown ]; then
    state=restarting
  elif [ -z "$ended" ]; then
    state=created
  else
    state=exited
  fi
}

seconds() {
  date -d "$1" +%s
}

took() {
  echo $(($(seconds "$ended") - $(seconds "$began")))
}

text() {
  # text VALUE: as a JSON string.
  printf '"%s"' "$(printf %s "$1" | sed 's/[\\"]/\\&/g' | tr '\n\t\r' '   ' | tr -d '\000-\037')"
}

look_one() {
  open "$1"
  find_state
  checked=
  if [ -n "$health" ]; then
    said=$(cut -d ' ' -f 3- "$folder/state/health" 2>/dev/null)
    checked=",\"Health\":{\"Status\":\"$health\",\"Log\":[{\"Output\":$(text "$said")}]}"
  fi
  starts=$(cat "$folder/state/starts" 2>/dev/null || echo 1)
  echo "{\"state\":{\"Status\":\"$state\",\"ExitCode\":$code,\"OOMKilled\":false,\"Error\":\"\"$checked},\"restarts\":$((starts - 1)),\"pids\":null}"
}

# logs [--tail N] [--follow]
logs() {
  tail=all follow=
  while [ $# -gt 0 ]; do
    case $1 in
      --tail) tail=$2; shift 2 ;;
      --follow) follow=yes; shift ;;
      *) shift ;;
    esac
  done
  print_log "$tail" "$follow"
}

start() {
  rm -f "$folder/state/ended" "$folder/state/starts"
  keep_up
  sh "$folder/lib/started.sh" "$folder"
}

# Nanoseconds of processors that the container has used.
cpu_time() {
  cat /sys/fs/cgroup/cpuacct/"$cgroup"/cpuacct.usage 2>/dev/null ||
    sed -n 's/^usage_usec \(.*\)/\1000/p' /sys/fs/cgroup/"$cgroup"/cpu.stat 2>/dev/null ||
    echo 0
}

# As JSON: see ContainerFacts.
print_facts() {
  find_state
  case $state in exited) state=stopped ;; esac
  [ "$state" != running ] || code=0
  starts=$(cat "$folder/state/starts" 2>/dev/null || echo 1)
  checked=null
  if [ -n "${check_interval:-}" ]; then
    checked="{\"status\":\"${health:-starting}\",\"intervalSeconds\":$check_interval,\"argv\":$(cat "$folder/check.json")}"
  fi
  volumes=$(while read -r data _; do
    volume=${data%/data}
    [ -z "$data" ] || printf '%s,' "$(text "${volume##*/}")"
  done <"$folder/volumes")
  addresses=$(while read -r net _; do
    [ -z "$net" ] || sed 's/ .*//' "${run%/*}/networks/$net/members/$container" 2>/dev/null
  done <"$folder/networks" | sed 's/.*/"&"/' | paste -s -d , -)
  printf '{"id":%s,"image":%s,"state":"%s","exitCode":%s,"startedAt":"%s","restarts":%s,"health":%s,' \
    "$(text "$(cat "$folder/state/id")")" "$(text "${root_folder##*/}")" "$state" "$code" "$began" "$((starts - 1))" "$checked"
  printf '"graceSeconds":%s,"restart":"%s","logs":{"maxSizeMiB":%s,"maxFiles":%s},"volumes":[%s],"addresses":[%s]}\n' \
    "$grace_seconds" "$restart" "$((log_bytes / 1048576))" "$log_files" "${volumes%,}" "$addresses"
}

freeze() {
  for path in /sys/fs/cgroup/freezer/"$cgroup" /sys/fs/cgroup/"$cgroup"; do
    if [ -e "$path/freezer.state" ]; then echo "$1" >"$path/freezer.state"; fi
    if [ -e "$path/cgroup.freeze" ]; then echo "$2" >"$path/cgroup.freeze"; fi
  done
}

if [ "$verb" = look ]; then
  # Each by itself: settings of one are not those of the next.
  for one; do (look_one "$one"); done
  exit
fi
# `logs --tail N CONTAINER` as well.
options=
while [ "$verb" = logs ] && [ "${1-}" = --tail ]; do options="--tail $2"; shift 2; done
open "$1"
shift
case $verb in
  status)
    find_state
    case $state in
      running) echo "running (${health:-no health check})"; exit 0 ;;
      restarting) echo "restarting (exit code $code)" ;;
      created | paused) echo "stopped ($state)" ;;
      *) print_end ;;
    esac
    exit 3
    ;;
  # shellcheck disable=SC2086 # words are wanted
  logs) logs $options "$@" ;;
  start)
    find_state
    [ -n "$within" ] && [ "$state" = exited ] && [ "$code" = 0 ] && exit
    if [ "$state" = paused ]; then freeze THAWED 0 && rm -f "$folder/state/frozen"; else start; fi
    ;;
  stop) keep_down ;;
  restart) keep_down && start ;;
  kill) keep_killed ;;
  health)
    find_state
    said=$(cut -d ' ' -f 3- "$folder/state/health" 2>/dev/null)
    echo "${health:-unchecked}${said:+ $said}"
    ;;
  freeze) freeze FROZEN 1 && : >"$folder/state/frozen" ;;
  thaw) freeze THAWED 0 && rm -f "$folder/state/frozen" ;;
  pid | pids | signal) sh "$folder/lib/inside.sh" "$folder" "$verb" "$@" ;;
  exec) exec sh "$folder/lib/exec.sh" "$folder" run "$@" ;;
  inspect) print_facts ;;
  stats)
    for tree in /sys/fs/cgroup/memory /sys/fs/cgroup; do
      memory=$(cat "$tree/$cgroup"/memory.usage_in_bytes "$tree/$cgroup"/memory.current 2>/dev/null)
      [ -z "$memory" ] || break
    done
    before=$(cpu_time)
    sleep 1
    count=$(sh "$0" "$system" pids "$container" | wc -l)
    echo "$((($(cpu_time) - before) * 100 / 1000000000))% of a processor, $((memory / 1048576))MiB of memory, $count processes"
    ;;
  *)
    echo "unknown verb \"$verb\"; verbs: status, logs, restart, stop, start, signal, pid, exec, health, kill, freeze, thaw, pids, stats, inspect" >&2
    exit 2
    ;;
esac
