#!/bin/sh
# Becomes the program that runs the container, in the foreground. Its cgroup is its unit's, which has the limits.
#   start.sh FOLDER
exec sh "$1/lib/nspawn.sh" "$1"
