#!/bin/sh
# Gives a volume's folder, and the files of its former owner in it, to the owner that it has now. Does nothing where that is so already, and in an
# empty folder, which gets its owner from the image.
#   own-folder.sh UID GID MODE FOLDER
set -eu

[ "$(stat --format "%u %g %a" "$4")" != "$1 $2 $3" ] || exit 0
[ -n "$(ls -A "$4")" ] || exit 0
uid=$(stat --format %u "$4") gid=$(stat --format %g "$4")
# The folder itself comes last: until then, its owner tells whose files are still to be handed over.
# Not where the owner stays: chown takes the bits of setuid and the capabilities of programs away.
[ "$uid" = "$1" ] || find "$4" -mindepth 1 -xdev -user "$uid" -exec chown --no-dereference "$1" {} +
[ "$gid" = "$2" ] || find "$4" -mindepth 1 -xdev -group "$gid" -exec chgrp --no-dereference "$2" {} +
chown "$1:$2" "$4"
chmod "$3" "$4"
