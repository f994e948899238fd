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
[ -e settings ] && [ -e lib/supervise.sh ] || { cd / && rm -rf "$folder"; exit 0; }
. ./settings

cgroup=${cgroup:-container-approaches/$name}
# What is frozen ends only once it is thawed.
for group in /sys/fs/cgroup/freezer/"$cgroup" /sys/fs/cgroup/"$cgroup"; do
  [ ! -e "$group/freezer.state" ] || echo THAWED >"$group/freezer.state"
  [ ! -e "$group/cgroup.freeze" ] || echo 0 >"$group/cgroup.freeze"
done
. ./lib/supervise.sh
end_supervision "${2-}"
sh lib/network.sh detach "$folder"
sh lib/namespace.sh remove "$folder"
disk=$disk_folder
cd /
rm -rf "$disk" "$folder"
rmdir --parents --ignore-fail-on-non-empty "${disk%/*}" "${folder%/*}" 2>/dev/null
[ ! -e "$folder" ]
