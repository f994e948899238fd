#!/bin/sh
# Controls a service in a container of its own whose commands run through a program.
#   own.sh THROUGH CONTAINER-CONTROL... VERB [WORD...]
# THROUGH            path in the container of the program, which gives a command the service's variables
# CONTAINER-CONTROL  the container's control command, up to the word --
# It depends on no system: everything goes through the container's control command.
set -u

through=$1
shift

# Keeps the words up to -- in variables, and references to them in `container` for eval, so that every word stays as it is.
count=0 container=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  count=$((count + 1))
  eval "word_$count=\$1"
  container="$container \"\$word_$count\""
  shift
done
shift

[ "${1-}" != exec ] || {
  shift
  set -- exec "$through" "$@"
}
eval "exec $container \"\$@\""
