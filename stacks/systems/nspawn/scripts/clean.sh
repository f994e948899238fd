#!/bin/sh
# Ends what is left of a container, and removes what the kernel has of it.
#   clean.sh FOLDER
exec sh "$1/lib/cgroups.sh" remove "$1"
