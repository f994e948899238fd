#!/bin/sh
# Ends what is left of the guest: its mounts go with the keeper's mount namespace.
#   clean.sh FOLDER
. "$1/settings"
sh "$1/lib/cgroups.sh" remove "$1"
# Some versions of virtiofsd leave it.
rm -f "/run/virtiofsd/state.files-$name.sock.pid"
rmdir /run/virtiofsd 2>/dev/null
exit 0
