#!/bin/sh
# An IPC namespace that outlives the container which shares it.
#   namespace.sh make|remove FOLDER
case $1 in
  make)
    : >"$2/ipc"
    unshare --ipc="$2/ipc" true
    ;;
  remove)
    [ ! -e "$2/ipc" ] || umount "$2/ipc" 2>/dev/null
    rm -f "$2/ipc"
    ;;
esac
