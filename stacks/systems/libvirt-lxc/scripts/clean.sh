#!/bin/sh
# Ends what is left of a container, and removes what the kernel has of it.
#   clean.sh FOLDER
. "$1/settings"
socket=${1%/*/*}/daemon/socket/libvirt-sock
# What is frozen cannot end.
for state in /sys/fs/cgroup/freezer/container-approaches/"$name"/freezer.state; do
  [ ! -e "$state" ] || echo THAWED >"$state"
done
[ ! -e "$socket" ] || timeout 10 virsh --quiet --connect "lxc:///system?socket=$socket" destroy "$name" >/dev/null 2>&1
exec sh "$1/lib/cgroups.sh" remove "$1"
