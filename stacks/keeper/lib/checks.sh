#!/bin/sh
# Runs a container's health check at its times.
#   checks.sh FOLDER
# state/health has its state, the number of failures one after another, and what the last check said.
cd "$1" || exit
. ./settings

write() {
  printf '%s %s %s\n' "$1" "$2" "$3" >state/health.new && mv state/health.new state/health
}

# When it was started; by means of the shell alone, since this runs all the time.
find_started() {
  started=
  { read -r started <state/started; } 2>/dev/null
}

failures=0 seen=
while [ -e settings ]; do
  find_started
  if [ ! -e state/pid ]; then
    sleep 0.1
    continue
  fi
  if [ "$started" != "$seen" ]; then
    failures=0 seen=$started began=$(date +%s)
    write starting 0 ""
  fi
  said=$(timeout --kill-after=1 "$check_timeout" sh lib/exec.sh "$1" check 2>&1)
  code=$?
  asked=$started
  find_started
  [ "$started" = "$asked" ] || continue
  [ -z "$said" ] || said=$(printf %s "$said" | tail -c 4096 | tr '\n' ' ')
  if [ $code -eq 0 ]; then
    failures=0
    write healthy 0 "$said"
  elif [ "$(head -c 8 state/health 2>/dev/null)" = starting ] && [ $(($(date +%s) - began)) -lt "$check_start_period" ]; then
    # In its first time, failures do not count.
    write starting 0 "$said"
  else
    failures=$((failures + 1))
    if [ $failures -ge "$check_retries" ]; then write unhealthy $failures "$said"; else write "$(cut -d ' ' -f 1 state/health)" $failures "$said"; fi
  fi
  sleep "$check_interval" &
  wait $!
done
