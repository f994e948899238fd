#!/bin/sh
# Writes the PID of the container's PID 1, not before it is the container's own program: until then signals to it are lost.
#   leader.sh PID   of the program that has made its PID namespace
. /share/control/settings

is_own() {
  begin=$(tr '\0' '\n' <"/proc/$1/cmdline" 2>/dev/null | head -n 2)
  case $begin in *"$first_word"*) return ;; esac
  return 1
}

tries=0
while [ -e "/proc/$1" ]; do
  for child in $(cat "/proc/$1/task/$1/children" 2>/dev/null); do
    tries=$((tries + 1))
    if is_own "$child" || [ $tries -gt 300 ]; then
      echo "$child" >/run/leader
      echo "$child" >/share/answers/started.new
      exec mv /share/answers/started.new /share/answers/started
    fi
  done
  sleep 0.02
done
