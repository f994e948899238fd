#!/bin/sh
# Makes a network.
#   create-network.sh FOLDER   FOLDER: /run/container-approaches/SYSTEM/networks/NAME
# Standard input is JSON: the files of the folder, by path.
set -eu

folder=$1
here=$(dirname "$0")
# What a killed run has left.
sh "$here/lib/network.sh" remove "$folder"
mkdir -p "$folder"
node stacks/commanded/unpack.mjs "$folder"
exec sh "$here/lib/network.sh" create "$folder"
