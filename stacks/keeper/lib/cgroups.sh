#!/bin/sh
# A container's cgroups, for systems that make none themselves.
#   cgroups.sh make FOLDER [unlimited]   with the limits of its settings
#   cgroups.sh enter FOLDER PID   puts a process into them
#   cgroups.sh remove FOLDER      ends all processes in them first
. "$2/settings"

root=/sys/fs/cgroup
below=${cgroup:-container-approaches/$name}

# Version 1 has a tree for each controller, version 2 one for all. Systemd's tree without a controller tells init systems where they are.
trees() {
  if [ -e $root/cgroup.controllers ]; then
    echo $root
  else
    for tree in memory cpu pids freezer systemd ${more_controllers:-}; do [ ! -d "$root/$tree" ] || echo "$root/$tree"; done
  fi
}

put() {
  [ -z "$2" ] || [ ! -e "$1" ] || echo "$2" >"$1"
}

make() {
  for tree in $(trees); do
    [ ! -e $root/cgroup.controllers ] || put $root/cgroup.subtree_control "+memory +cpu +pids"
    mkdir -p "$tree/container-approaches"
    [ ! -e $root/cgroup.controllers ] || put $root/container-approaches/cgroup.subtree_control "+memory +cpu +pids"
    mkdir -p "$tree/$below"
  done
  [ "$1" != unlimited ] || return 0
  # cpu_quota is of a tenth of a second, in microseconds.
  put $root/memory/$below/memory.limit_in_bytes "$memory_bytes"
  put $root/memory/$below/memory.memsw.limit_in_bytes "$memory_swap_bytes"
  put $root/cpu/$below/cpu.cfs_quota_us "$cpu_quota"
  put $root/pids/$below/pids.max "$most_processes"
  put $root/$below/memory.max "$memory_bytes"
  put $root/$below/memory.swap.max "${memory_bytes:+0}"
  put $root/$below/cpu.max "${cpu_quota:+$cpu_quota 100000}"
  put $root/$below/pids.max "$most_processes"
}

# Version 2 has no processes above cgroups with controllers: where PID 1 is, others may be.
enter() {
  if [ -e $root/cgroup.controllers ] && read -r leader 2>/dev/null <"$2/state/pid"; then
    while IFS=: read -r tree _ path; do
      [ "$tree" != 0 ] || echo "$1" >"$root$path/cgroup.procs"
    done <"/proc/$leader/cgroup"
    return
  fi
  for tree in $(trees); do
    [ ! -d "$tree/$below" ] || echo "$1" >"$tree/$below/cgroup.procs"
  done
}

remove() {
  for tree in $(trees); do
    [ -d "$tree/$below" ] || continue
    put "$tree/$below/freezer.state" THAWED
    for _ in $(seq 50); do
      all=$(find "$tree/$below" -name cgroup.procs -exec cat {} + 2>/dev/null)
      [ -n "$all" ] || break
      # shellcheck disable=SC2086 # words are wanted
      kill -KILL $all 2>/dev/null
      sleep 0.02
    done
    find "$tree/$below" -depth -type d -exec rmdir {} +
    rmdir --ignore-fail-on-non-empty "$tree/container-approaches"
  done 2>/dev/null
}

case $1 in
  make) make "${3:-}" ;;
  enter) enter "$3" "$2" ;;
  remove) remove ;;
esac
