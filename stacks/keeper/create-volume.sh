#!/bin/sh
# Makes a volume, or adopts the one that is there.
#   create-volume.sh FOLDER   its data is in FOLDER/data
# Standard input is JSON: the files of the folder, by path.
set -eu

[ ! -d "$1/data" ] || exit 0
umask 022
mkdir -p "$1"
chmod 0711 "$1"
node stacks/commanded/unpack.mjs "$1"
# Last: a folder without it is no volume yet. The first container that mounts it gives it its owner, mode and files.
: >"$1/empty"
mkdir "$1/data"
