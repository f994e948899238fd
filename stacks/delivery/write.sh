#!/bin/bash
# Writes what a deployment delivers. Runs as root where the host's /dev/shm is at /host/shm and folders of disks are at /host/volumes: in a
# helper container of a Docker host. Else variables say where they are. Standard input has lines; texts are in base64, so that they hold any byte:
#   folder PATH...                  the following files belong into this folder of /host/shm, PATH by PATH from the top
#   volume NAME                     ... or into this volume
#   file UID GID MODE PATH CONTENT  a file; PATH is relative to the folder or the volume
# Everything that is not named goes. Values are in no argument and no variable of a process: only builtins get them.
set -euo pipefail
umask 077

memory=${DELIVERY_MEMORY:-/host/shm}
volumes=${DELIVERY_FOLDERS:-/host/volumes}

say() {
  echo "$1" >&2
  exit 1
}

# Every user can write to /dev/shm. A folder that root owns in it cannot be replaced by others, since it is sticky.
# own_folder PATH MODE: makes it ours; fails if another clone removed a folder above meanwhile.
own_folder() {
  case ${1##*/} in '' | . | ..) say "\"$1\" is no name of a folder" ;; esac
  mkdir -- "$1" 2>/dev/null || [ -e "$1" ] || [ -L "$1" ] || return 1
  if [ -L "$1" ] || [ ! -d "$1" ] || [ "$(stat --format=%u -- "$1")" != 0 ]; then
    say "$1 is not ours: another user made it, or it is no folder. To do: remove /dev/shm${1#"$memory"} on the host of the containers"
  fi
  chmod "$2" -- "$1"
}

# All users of the host can enter all but the last two, to see that they are there; only root enters the last but one. The last one is
# mounted into containers, where users other than root read it.
own_folders() {
  local path=$memory index=0
  for name in "$@"; do
    index=$((index + 1))
    path=$path/$name
    case $(($# - index)) in
      0) own_folder "$path" 0755 ;;
      1) own_folder "$path" 0700 ;;
      *) own_folder "$path" 0711 ;;
    esac || return 1
  done
  target=$path
}

# A folder is behind a link, so that a rename changes all of it at once.
replace_folder() {
  local new=$1 name=$2 old
  old=$(readlink -- "$target/$name" || :)
  if [ -n "$old" ] && [ -d "$target/$old" ] && diff -r -- "$target/$old" "$new/$name" >/dev/null; then return; fi
  find "$new/$name" -type d -exec chmod 0755 {} +
  chmod 0755 -- "$new"
  mv -T -- "$new/$name" "$new.$name"
  ln -s -- "${new##*/}.$name" "$new/$name"
  # Something else may have its name, such as a file.
  [ -z "$old" ] && rm -rf -- "${target:?}/$name"
  mv -fT -- "$new/$name" "$target/$name"
}

replace_file() {
  local new=$1 name=$2
  if [ ! -f "$target/$name" ] || [ -L "$target/$name" ]; then
    rm -rf -- "${target:?}/$name"
  elif cmp --silent -- "$new/$name" "$target/$name" &&
    [ "$(stat --format='%u %g %a' -- "$new/$name")" = "$(stat --format='%u %g %a' -- "$target/$name")" ]; then
    return
  fi
  mv -fT -- "$new/$name" "$target/$name"
}

# Puts what was written beside the files into their place, and removes what is no longer wanted.
finish() {
  [ -n "$new" ] || return 0
  local name path
  for path in "$new"/*; do
    name=${path##*/}
    if [ -d "$path" ]; then replace_folder "$new" "$name"; else replace_file "$new" "$name"; fi
  done
  for path in "$target"/* "$target"/.[!.]*; do
    name=${path##*/}
    is_wanted "$name" || rm -rf -- "$path"
  done
  new=
}

is_wanted() {
  case " $wanted " in *" $1 "*) return ;; esac
  local link
  for link in "$target"/*; do
    [ "$(readlink -- "$link" || :)" = "$1" ] && case " $wanted " in *" ${link##*/} "*) return ;; esac
  done
  return 1
}

begin() {
  new=$(mktemp --directory -- "$target/.new.XXXXXXXX")
  wanted=
}

write_file() {
  local path
  path=$(printf %s "$4" | base64 --decode && printf x)
  path=$new/${path%x}
  mkdir -p -- "${path%/*}"
  printf %s "${5-}" | base64 --decode >"$path"
  chmod "$3" -- "$path"
  chown "$1:$2" -- "$path"
  path=${path#"$new/"}
  wanted="$wanted ${path%%/*}"
}

shopt -s nullglob
new='' target='' wanted='' folders=()
while read -r kind words; do
  case $kind in
    folder)
      finish
      # shellcheck disable=SC2206 # words are wanted
      folders=($words)
      for _ in 1 2 3 4 5; do own_folders "${folders[@]}" && break || target=; done
      [ -n "$target" ] || say "cannot make the folder /dev/shm/${words// //}"
      kept="${kept-} ${target##*/}"
      begin
      ;;
    volume)
      finish
      target=$volumes/$words
      chmod 0755 -- "$target"
      begin
      ;;
    file)
      # shellcheck disable=SC2086 # words are wanted
      write_file $words
      ;;
    *) say "unknown line: $kind" ;;
  esac
done
finish

# Folders of mounts that are gone.
if [ ${#folders[@]} -gt 0 ]; then
  above=$(IFS=/ && echo "$memory/${folders[*]}")
  for path in "${above%/*}"/*; do
    case "$kept " in *" ${path##*/} "*) ;; *) rm -rf -- "$path" ;; esac
  done
fi
