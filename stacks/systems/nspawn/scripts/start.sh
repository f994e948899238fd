#!/bin/sh
# Becomes the program that runs the container, in the foreground.
#   start.sh FOLDER
cd "$1" || exit
sh lib/cgroups.sh make "$1"
sh lib/cgroups.sh enter "$1" $$
exec sh lib/nspawn.sh "$1"
