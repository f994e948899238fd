#!/bin/sh
# Makes a container and starts it; a program of s6 keeps it running.
#   create.sh FOLDER SCRIPTS   FOLDER: /run/container-approaches/SYSTEM/containers/NAME
#                              SCRIPTS: folder with the system's own start.sh, exec.sh and clean.sh, and what they need
# Standard input is JSON: the files of the folder, by path. Run from the project's folder; what is made does not need it.
set -eu

folder=$1 scripts=$2
here=$(dirname "$0")

# What a killed run has left.
[ ! -e "$folder" ] || sh "$here/remove.sh" "$folder"

umask 022
mkdir -p "$folder/lib" "$folder/state" "$folder/keep"
# For root alone.
chmod 0700 "$folder"
# A system may have a script of its own in the place of one that is the same for the others.
cp "$here"/lib/*.sh "$folder/lib/"
cp -R "$scripts"/. "$folder/lib/"
node stacks/commanded/unpack.mjs "$folder"
cd "$folder"
. ./settings
cat /proc/sys/kernel/random/uuid >state/id

sh lib/network.sh attach "$folder"
[ "${shares_ipc:-}" = "" ] || sh lib/namespace.sh make "$folder"

printf '#!/bin/sh\nexec sh %s/lib/run.sh %s 2>&1\n' "$folder" "$folder" >keep/run
printf '#!/bin/sh\nexec sh %s/lib/finish.sh %s "$@"\n' "$folder" "$folder" >keep/finish
chmod 0755 keep/run keep/finish
printf '%s\n' "$down_signal" >keep/down-signal
printf '%s\n' "$((grace_seconds * 1000))" >keep/timeout-kill
printf '30000\n' >keep/timeout-finish

mkdir -p "$log_folder"
# The keeper is in a session of its own, which `remove.sh` ends as a whole.
# shellcheck disable=SC2016 # the inner shell expands it
setsid sh -c '
echo $$ >"$1/state/session"
s6-supervise "$1/keep" 2>&1 | s6-log -b T "n$3" "s$4" "$2"
' keeper "$folder" "$log_folder" "$log_files" "$log_bytes" </dev/null >/dev/null 2>&1 &
# Each published port has a program that passes connections on.
index=0
while read -r listen port; do
  [ -n "$listen" ] || continue
  index=$((index + 1))
  mkdir -p "publish-$index"
  printf '#!/bin/sh\nexec systemd-socket-activate --listen=%s /lib/systemd/systemd-socket-proxyd %s:%s\n' \
    "$listen" "$(cat state/address)" "$port" >"publish-$index/run"
  chmod 0755 "publish-$index/run"
  setsid s6-supervise "$folder/publish-$index" </dev/null >/dev/null 2>&1 &
done <publish
until s6-svok keep; do sleep 0.01; done
[ -z "${check_interval:-}" ] || setsid sh lib/checks.sh "$folder" </dev/null >/dev/null 2>&1 &
# It is created once its PID 1 runs, or has ended.
sh lib/started.sh "$folder"
