#!/bin/sh
# Removes the folder of a volume or of an image's root file system, and those above that are empty then.
#   drop.sh FOLDER
rm -rf "$1" "$1.new"
rmdir --parents --ignore-fail-on-non-empty "${1%/*}" 2>/dev/null
true
