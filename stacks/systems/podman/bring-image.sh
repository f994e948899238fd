#!/bin/sh
# Brings an image from the program that builds it, unless podman has it: its reference has the hash of its content.
#   bring-image.sh REFERENCE SAVING...
# SAVING  a command that writes the image whose reference follows as an archive to its standard output
set -eu

reference=$1
shift
! podman image exists "localhost/$reference" || exit 0

# A pipe loses the exit code of its first command.
failed=$(mktemp)
trap 'rm -f "$failed"' EXIT
{ "$@" "$reference" || echo $? >"$failed"; } | podman load --quiet >/dev/null
[ ! -s "$failed" ] || exit "$(cat "$failed")"
