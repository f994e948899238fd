#!/bin/sh
# Shows libvirt the cgroups that it shall see, in the mount namespace of this process.
#   controllers.sh bind GROUP   only those that a container needs, from a group on
#   controllers.sh show         the same ones, as a whole
# A host with version 1 may have version 2 mounted beside it, which libvirt would take. What is unmounted here stays as it is for others.
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  [ "$1" != bind ] || mount --bind "/sys/fs/cgroup/$2" /sys/fs/cgroup
  exit
fi
grep ' cgroup2\{0,1\} ' /proc/mounts | while read -r _ path kind options _; do
  case ",$options," in
    *,memory,* | *,cpu,* | *,cpuacct,* | *,devices,* | *,freezer,* | *,pids,*)
      [ "$1" != bind ] || mount --bind "$path/$2" "$path"
      ;;
    *) umount "$path" ;;
  esac
done
