#!/bin/sh
# Makes a container and starts it; a supervisor keeps it running.
#   create.sh FOLDER SCRIPTS SUPERVISOR   FOLDER: /run/container-approaches/SYSTEM/containers/NAME
#                                         SCRIPTS: folder with the system's own start.sh and clean.sh, and what they need
#                                         SUPERVISOR: file of supervisors/ that has the functions which talk to it
# Standard input is JSON: the files of the folder, by path. Run from the project's folder; what is made does not need it.
set -eu

folder=$1 scripts=$2 supervisor=$3
here=$(dirname "$0")

# What a killed run has left.
[ ! -e "$folder" ] || sh "$here/remove.sh" "$folder"

umask 022
mkdir -p "$folder/lib" "$folder/state"
# For root alone.
chmod 0700 "$folder"
# A system may have a script of its own in the place of one that is the same for the others.
cp "$here"/lib/*.sh "$folder/lib/"
cp -R "$scripts"/. "$folder/lib/"
cp "$here/supervisors/$supervisor.sh" "$folder/lib/supervise.sh"
node stacks/commanded/unpack.mjs "$folder"
cd "$folder"
. ./settings
cat /proc/sys/kernel/random/uuid >state/id

sh lib/network.sh attach "$folder"
[ "${shares_ipc:-}" = "" ] || sh lib/namespace.sh make "$folder"

. ./lib/supervise.sh
supervise
# It is created once its PID 1 runs, or has ended.
sh lib/started.sh "$folder"
