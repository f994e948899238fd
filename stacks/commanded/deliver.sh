#!/bin/sh
# Delivers files into folders of this host. Run from the project's folder.
#   deliver.sh write FOLDER    FOLDER has those that are on a disk; standard input is that of write.sh
#   deliver.sh remove FOLDER...  with the folders above that are empty then
set -eu

verb=$1
shift
case $verb in
  write)
    while read -r kind name rest; do
      printf '%s\n' "$kind $name${rest:+ $rest}"
      [ "$kind" != volume ] || mkdir -p -- "$1/$name"
    done | DELIVERY_MEMORY=/dev/shm DELIVERY_FOLDERS=$1 bash stacks/delivery/write.sh
    ;;
  remove)
    for folder; do
      rm -rf -- "$folder"
      rmdir --parents --ignore-fail-on-non-empty -- "${folder%/*}" 2>/dev/null || :
    done
    ;;
esac
