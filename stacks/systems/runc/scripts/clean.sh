#!/bin/sh
# Ends what is left of a container, and removes what the kernel has of it.
#   clean.sh FOLDER
. "$1/settings"
[ ! -e "$1/runc/$name" ] || runc --root "$1/runc" delete --force "$name"
for cgroup in /sys/fs/cgroup/*/container-approaches/"$name" /sys/fs/cgroup/container-approaches/"$name"; do
  [ ! -d "$cgroup" ] || { rmdir "$cgroup" && rmdir --ignore-fail-on-non-empty "${cgroup%/*}"; }
done
true
