#!/bin/sh
# Becomes the program that runs the container, in the foreground.
#   start.sh FOLDER
cd "$1" || exit
. ./settings
exec runc --root "$1/runc" run --bundle "$1" --pid-file "$1/state/pid" "$name"
