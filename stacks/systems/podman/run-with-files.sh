#!/bin/sh
# Makes a container, puts files into it, and starts it.
#   run-with-files.sh NAME WORD...   of `podman create`
# Standard input is JSON: the files, and a list of where they go, by path. Run from the project's folder.
set -eu

name=$1
shift
umask 077
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
node stacks/commanded/unpack.mjs "$folder"
export TZ=UTC
[ -d /run/systemd/system ] || export DISABLE_HC_SYSTEMD=true
podman --log-level=error create "$@"
while read -r mode index path; do
  chmod "$mode" "$folder/uploads/$index"
  podman --log-level=error cp --overwrite "$folder/uploads/$index" "$name:$path"
done <"$folder/uploads/list"
podman --log-level=error start "$name" >/dev/null
