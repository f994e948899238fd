#!/bin/sh
# Runs a command in the container, with the user and the variables of its own.
#   exec.sh FOLDER check          its health check
#   exec.sh FOLDER run WORD...    a command
folder=$1 what=$2
shift 2
. "$folder/settings"
[ "$what" != check ] || eval "set -- $check_command"
exec sh "$folder/lib/enter.sh" "$folder" "$@"
