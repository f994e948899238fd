#!/bin/sh
# Waits until a container's own program runs, or has ended; at most ten seconds.
#   started.sh FOLDER
for _ in $(seq 1000); do
  if [ -e "$1/state/pid" ] || [ -e "$1/state/ended" ]; then exit; fi
  sleep 0.01
done
