#!/bin/sh
# Brings the root file system of an image from the program that builds it, unless it is there: its folder's name has the hash of its content.
#   bring-image.sh FOLDER REFERENCE EXPORTING...
# EXPORTING  a command that writes the root file system of the image whose reference follows as a tar archive to its standard output
set -eu

folder=$1 reference=$2
shift 2
[ ! -d "$folder" ] || exit 0

# A pipe loses the exit code of its first command.
failed=$(mktemp)
trap 'rm -f "$failed"' EXIT
umask 022
rm -rf "$folder.new"
mkdir -p "$folder.new"
{ "$@" "$reference" || echo $? >"$failed"; } |
  tar --extract --same-owner --same-permissions --numeric-owner --xattrs '--xattrs-include=*' --directory="$folder.new"
[ ! -s "$failed" ] || exit "$(cat "$failed")"
# Only a whole one has its name.
mv "$folder.new" "$folder"
