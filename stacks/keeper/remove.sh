#!/bin/sh
# Removes a container and all that was made for it. What is gone already is no error.
#   remove.sh FOLDER [now]   now: without its grace period
set -u

folder=$1
# What a system does once a container is gone, such as ending a daemon: it has put that there. A run that was killed may not have come to it.
gone=${folder%/*/*}/gone.sh
trap '[ ! -e "$gone" ] || sh "$gone"' EXIT
[ -e "$folder" ] || exit 0
cd "$folder" || exit 1
# A run that was killed early may have left less.
[ -e settings ] && [ -e lib/finish.sh ] || { cd / && rm -rf "$folder"; exit 0; }
. ./settings

# What is frozen ends only once it is thawed.
for group in /sys/fs/cgroup/freezer/container-approaches/"$name" /sys/fs/cgroup/container-approaches/"$name"; do
  [ ! -e "$group/freezer.state" ] || echo THAWED >"$group/freezer.state"
  [ ! -e "$group/cgroup.freeze" ] || echo 0 >"$group/cgroup.freeze"
done
if [ -e keep/supervise/control ] && s6-svok keep; then
  [ "${2-}" != now ] || s6-svc -dk keep
  [ "${2-}" = now ] || sh lib/started.sh "$folder"
  s6-svc -wD -T "$((grace_seconds * 1000 + 40000))" -d keep
  s6-svc -x keep
fi
for passing in publish-*; do
  [ ! -e "$passing" ] || { s6-svc -xd "$passing" && s6-svwait -D -t 5000 "$passing"; }
done
[ ! -e state/checks ] || kill "$(cat state/checks)" 2>/dev/null
sh lib/clean.sh "$folder" 2>/dev/null
# The keeper and its log end with it; one that was killed has left others of its session.
session=$(cat state/session 2>/dev/null)
if [ -n "$session" ]; then
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    pgrep -s "$session" >/dev/null || break
    sleep 0.05
  done
  pkill -KILL -s "$session"
fi
sh lib/network.sh detach "$folder"
sh lib/namespace.sh remove "$folder"
disk=$disk_folder
cd /
rm -rf "$disk" "$folder"
rmdir --parents --ignore-fail-on-non-empty "${disk%/*}" "${folder%/*}" 2>/dev/null
[ ! -e "$folder" ]
