#!/bin/sh
# What is asked of processes of the container: they are in the guest, and this host has no PID of them.
#   inside.sh FOLDER pid          PID of its main process, in the guest
#   inside.sh FOLDER pids         PIDs of all its processes, in the guest
#   inside.sh FOLDER signal NAME  to its main process
folder=$1
shift
exec sh "$folder/lib/tell.sh" "$folder" "$@" </dev/null
