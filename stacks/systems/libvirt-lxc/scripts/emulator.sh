#!/bin/sh
# Becomes the program with which libvirt runs a domain: in the container's cgroups and network, and with the mounts of what starts it.
#   emulator.sh FOLDER PID WORD...   PID: of start.sh
folder=$1 starter=$2
shift 2
. "$folder/settings"
sh "$folder/lib/cgroups.sh" enter "$folder" $$
# In a namespace of cgroups the paths are as they are mounted there.
exec nsenter --mount="/proc/$starter/ns/mnt" ${network_namespace:+"--net=/run/netns/$network_namespace"} unshare --cgroup /usr/lib/libvirt/libvirt_lxc "$@"
