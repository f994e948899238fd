#!/bin/sh
# Runs a command with the container's namespaces, cgroups, user, groups and variables, and no way to more privilege.
#   enter.sh WORD...
. /share/control/settings
# With cgroups of its own, the container has made groups below this one, which then takes no process itself.
echo 0 2>/dev/null >/cg/container/cgroup.procs || { mkdir -p /cg/container/exec && echo 0 >/cg/container/exec/cgroup.procs; }
eval "set -- $(cat /share/control/environment) \"\$@\""
tools=/dev/.container-approaches
# Not those of busybox, which would run programs of its own in the place of the image's.
exec /tools/bin/nsenter --target "$(cat /run/leader)" --mount --uts --ipc --net --pid --cgroup --root --wdns="$working_folder" \
  $tools/lib/ld.so --library-path $tools/lib $tools/bin/setpriv --reuid "$uid" --regid "$gid" \
  ${groups:+--groups} "${groups:---clear-groups}" ${no_new_privileges:+--no-new-privs} \
  "--bounding-set=$bounding" --inh-caps=-all $tools/lib/ld.so --library-path $tools/lib $tools/bin/env -i "$@"
