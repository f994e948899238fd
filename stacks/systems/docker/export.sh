#!/bin/sh
# Writes the root file system of an image as a tar archive to standard output.
#   export.sh OPTION VALUE REFERENCE
# OPTION VALUE  the Docker daemon: --host ADDRESS or --context NAME
set -eu

option=$1 value=$2 reference=$3
# It never runs. It has the image's labels, those of the owner among them: one that a kill leaves is found and removed.
container=$(docker "$option" "$value" container create --network none "$reference" none)
trap 'docker "$option" "$value" container rm --volumes "$container" >/dev/null' EXIT
docker "$option" "$value" container export "$container"
