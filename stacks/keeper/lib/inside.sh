#!/bin/sh
# What is asked of processes in the container. A system whose processes are not this host's has a script of this name itself.
#   inside.sh FOLDER pid          PID of its main process
#   inside.sh FOLDER pids         PIDs of all its processes
#   inside.sh FOLDER signal NAME  to its main process
folder=$1 verb=$2
. "$folder/settings"
cgroup=${cgroup:-container-approaches/$name}

# PID 1 of the container; with an init as PID 1, its only child.
main_process() {
  pid=$(cat "$folder/state/pid" 2>/dev/null) || { echo "$name does not run" >&2; exit 3; }
  [ -n "$init" ] || { echo "$pid"; return; }
  main=
  read -r main _ <"/proc/$pid/task/$pid/children"
  [ -n "$main" ] || { echo "$name does not run yet" >&2; exit 3; }
  echo "$main"
}

case $verb in
  pid) main_process ;;
  signal) main=$(main_process) || exit; kill -s "$3" "$main" ;;
  # The system's own program may be in the container's cgroup, and is not in its namespace.
  pids)
    for tree in /sys/fs/cgroup/pids /sys/fs/cgroup; do
      [ -d "$tree/$cgroup" ] || continue
      find "$tree/$cgroup" -name cgroup.procs -exec cat {} + | while read -r pid; do
        [ "$(readlink "/proc/$pid/ns/pid")" = "$(readlink /proc/self/ns/pid)" ] || echo "$pid"
      done
      break
    done
    ;;
esac
