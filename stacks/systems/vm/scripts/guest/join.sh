#!/bin/sh
# PID 1 of the container: enters its cgroup, which then is the root of what it sees. Its parent stays outside, since an init counts what is in there.
echo 0 >/cg/container/cgroup.procs
exec /tools/bin/unshare --cgroup sh /share/control/container.sh
