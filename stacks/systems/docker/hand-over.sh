#!/bin/sh
# Gives a volume, and the files of its former owner in it, to the owner that it has now. Does nothing where that is so already.
#   hand-over.sh OPTION VALUE IMAGE VOLUME UID GID MODE LABEL...
# OPTION VALUE  the Docker daemon: --host ADDRESS or --context NAME
# IMAGE         has sh, stat, find and chown
# LABEL...      of the container that does it, so that one that a kill has left is found
set -eu

option=$1 value=$2 image=$3 volume=$4 uid=$5 gid=$6 mode=$7
shift 7

# Where the daemon's folders can be seen, this saves a container. An empty volume gets its owner from the image.
folder=$(docker "$option" "$value" volume inspect --format '{{.Mountpoint}}' "$volume")
if [ -r "$folder" ]; then
  [ "$(stat --format '%u %g %a' "$folder")" != "$uid $gid $mode" ] || exit 0
  [ -n "$(ls -A "$folder")" ] || exit 0
fi

script=$(cat stacks/volume-data/own-folder.sh)
for label; do
  shift
  set -- "$@" --label "$label"
done
exec docker "$option" "$value" run --rm --pull never --network none --read-only --user 0:0 "$@" \
  --cap-drop ALL --cap-add CHOWN --cap-add DAC_READ_SEARCH --cap-add FOWNER --cap-add FSETID \
  --security-opt no-new-privileges \
  --volume "$volume:/volume:nocopy" --entrypoint /bin/sh "$image" -c "$script" hand-over "$uid" "$gid" "$mode" /volume
