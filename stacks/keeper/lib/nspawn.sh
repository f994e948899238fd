#!/bin/sh
# Becomes systemd-nspawn, which runs the container in the foreground; for systems that have it.
#   nspawn.sh FOLDER
cd "$1" || exit
. ./settings
sh lib/leader.sh "$1" $$ &
# It leaves a folder there for each container, and complains in the container's log where that is on a disk.
mkdir -p /run/systemd/nspawn
mount -t tmpfs -o mode=0755 tmpfs /run/systemd/nspawn
# Its own remarks are no part of the container's log.
export SYSTEMD_LOG_LEVEL=err
# The pipe to its log is root's; programs that open /dev/stderr do it as their own user.
chown "$uid:$gid" /dev/fd/1
eval "set -- $(cat arguments)"
exec systemd-nspawn "$@"
