#!/bin/sh
# Runs the health checks of containers, where podman has no timers of systemd for that.
#   checks.sh start FILE [CONTAINER INTERVAL TIMEOUT]...   in the background; FILE gets its PID. Times are in seconds
#   checks.sh stop FILE
# It ends by itself when none of the containers is left.
set -u

# What is in FILE may be the PID of another program by now.
ours() {
  pid=$(cat "$1" 2>/dev/null) && [ -n "$pid" ] && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF "checks.sh run $1 "
}

stop() {
  if ours "$1"; then
    # Its loops are in its session.
    pkill -TERM -s "$pid" 2>/dev/null
    while [ -e "/proc/$pid" ] && [ "$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | cut -c 1)" != Z ]; do sleep 0.05; done
  fi
  rm -f "$1"
  rmdir --parents --ignore-fail-on-non-empty "${1%/*}" 2>/dev/null
  return 0
}

# check CONTAINER INTERVAL TIMEOUT: 125 says that there is no such container.
check() {
  while :; do
    timeout --kill-after=1 "$(($3 + 5))" podman healthcheck run "$1" >/dev/null 2>&1
    [ $? -ne 125 ] || podman container exists "$1" || return
    sleep "$2" &
    wait $!
  done
}

verb=$1 file=$2
shift 2
case $verb in
  start)
    stop "$file"
    mkdir -p "${file%/*}"
    setsid --fork sh "$0" run "$file" "$@" </dev/null >/dev/null 2>&1
    until ours "$file"; do sleep 0.02; done
    ;;
  run)
    echo $$ >"$file"
    while [ $# -ge 3 ]; do
      check "$1" "$2" "$3" &
      shift 3
    done
    wait
    rm -f "$file"
    ;;
  stop) stop "$file" ;;
esac
