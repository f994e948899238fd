#!/bin/sh
# Writes the PID of a container's PID 1 into state/pid: the child of a program that is PID 1 in a namespace of its own. Not before it is the
# container's own program: until then signals to it are lost.
#   leader.sh FOLDER PID
. "$1/settings"

# Its init, or the first word of its command, which may be a script.
is_own() {
  begin=$(tr '\0' '\n' <"/proc/$1/cmdline" 2>/dev/null | head -n 2)
  case $begin in *"$first_word"*) return ;; esac
  return 1
}

tries=0
while [ -e "/proc/$2" ]; do
  for child in $(cat "/proc/$2/task/$2/children" 2>/dev/null); do
    inner=$(sed -n 's/^NSpid:.*[[:space:]]\([0-9]*\)$/\1/p' "/proc/$child/status" 2>/dev/null)
    if [ "$inner" = 1 ] && [ "$(readlink "/proc/$child/ns/pid")" != "$(readlink /proc/self/ns/pid)" ]; then
      tries=$((tries + 1))
      if is_own "$child" || [ "$tries" -gt 300 ]; then
        echo "$child" >"$1/state/pid.new"
        exec mv "$1/state/pid.new" "$1/state/pid"
      fi
    fi
  done
  sleep 0.01
done
