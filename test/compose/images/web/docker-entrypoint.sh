#!/bin/sh
set -e
for script in /docker-entrypoint.d/*.sh; do
  [ ! -e "$script" ] || sh "$script"
done
exec "$@"
