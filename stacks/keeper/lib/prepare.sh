#!/bin/sh
# Puts a container's root together, in a mount namespace of its own, and becomes the system's program that runs it.
#   prepare.sh FOLDER
set -eu

cd "$1"
. ./settings
mkdir -p root "$disk_folder/upper" "$disk_folder/work"
mount -t overlay overlay -o "lowerdir=$root_folder,upperdir=$disk_folder/upper,workdir=$disk_folder/work" root
# Mount points that the image does not have.
while read -r kind path; do
  [ -n "$kind" ] || continue
  if [ "$kind" = file ]; then
    [ -e "root$path" ] || { mkdir -p "root${path%/*}" && : >"root$path"; }
  else
    mkdir -p "root$path"
  fi
done <points
# The first container that mounts a volume gives it what its image has there.
while read -r data path; do
  [ -n "$data" ] && [ -e "${data%/data}/empty" ] || continue
  if [ -d "root$path" ]; then
    cp --archive --no-target-directory "root$path" "$data"
  fi
  rm "${data%/data}/empty"
done <volumes
if [ -e uploads/list ]; then
  while read -r mode index path; do
    mkdir -p "root${path%/*}"
    cp "uploads/$index" "root$path"
    chmod "$mode" "root$path"
  done <uploads/list
fi
exec sh lib/start.sh "$1"
