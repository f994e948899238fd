#!/bin/sh
# Waits until a container's own program runs, or has ended; at most as long as its settings say.
#   started.sh FOLDER
. "$1/settings"
for _ in $(seq $((start_seconds * 50))); do
  if [ -e "$1/state/pid" ] || [ -e "$1/state/ended" ]; then exit; fi
  sleep 0.02
done
