#!/bin/sh
# Tells the container's guest something, or asks it, and prints what it answers.
#   tell.sh FOLDER WORD...
# For the words, see agent.sh. Standard input goes to the guest.
folder=$1
shift
. "$folder/settings"
network_namespace=${network_namespace:-$name}
[ -e "$folder/state/pid" ] || { echo "$name does not run" >&2; exit 3; }
# The guest's answer ends this, although standard input may go on.
exec 3<&0
input=$folder/state/tell-$$
mkfifo "$input" || exit
{
  printf '%s\n' "$*"
  exec cat <&3
} >"$input" &
feeder=$!
trap 'rm -f "$input"; kill $feeder 2>/dev/null' EXIT
nsenter --net="/run/netns/$network_namespace" busybox nc 127.0.0.1 1024 <"$input" 3<&-
