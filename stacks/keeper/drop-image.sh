#!/bin/sh
# Removes the root file system of an image.
#   drop-image.sh FOLDER
rm -rf "$1" "$1.new"
rmdir --parents --ignore-fail-on-non-empty "${1%/*}" 2>/dev/null
true
