#!/bin/sh
# Becomes the program that runs the container, in the foreground.
#   start.sh FOLDER
cd "$1" || exit
. ./settings
sh lib/cgroups.sh make "$1"
# LXC makes its own below these.
sh lib/cgroups.sh enter "$1" $$
sh lib/leader.sh "$1" $$ &
mkdir -p lxc/"$name"
if grep -q '^lxc.console.logfile' lxc.conf; then
  rm -f state/console
  mkfifo state/console
  # Until the container's side is closed.
  cat state/console &
fi
exec lxc-start --foreground --lxcpath "$1/lxc" --name "$name" --rcfile "$1/lxc.conf" --logfile "$1/state/lxc.log" --logpriority ERROR
