#!/bin/sh
# Controls a container that s6 keeps running.
#   control.sh SYSTEM CONTAINER VERB [WORD...]
system=$1 container=$2 verb=${3-}
shift 2
[ $# -eq 0 ] || shift
exec sh "$(dirname "$0")/ask.sh" "$system" "$verb" "$container" "$@"
