#!/bin/sh
# Works on volumes, as root. Each is a folder /volumes/NAME; nothing else is there.
#   volumes.sh VERB [WORD...]
#
# Restoring is a transaction over volumes. Each gets a hidden folder beside its data:
#   transaction  the transaction's name, and the volume that decides for all, the coordinator
#   before       has the time that the volume's own folder had
#   new/         what was unpacked
#   root.tar     owner, mode and times of the volume's own folder in the archive
#   commit       in the coordinator only: from here on the new data is that of every volume
#   out          the old data has left
#   old/         the old data
# Every step is a rename, and can be killed and done again.
set -eu
export LC_ALL=C
umask 077
cd "${VOLUMES_FOLDER:-/volumes}"

scratch=${TMPDIR:-/tmp}
hidden=.container-approaches-restore
# A hidden folder that is being removed. Renamed first, because a half-removed one would be misread.
gone=.container-approaches-restored

pack() {
  tar --create --format=posix --pax-option=delete=atime,delete=ctime \
    --numeric-owner --xattrs '--xattrs-include=*' --acls "$@"
}

unpack() {
  tar --extract --same-owner --same-permissions --delay-directory-restore \
    --numeric-owner --xattrs '--xattrs-include=*' --acls "$@"
}

# Of what is written to the pipe "copy"; `wait` ends when all of it was.
sum_in_background() {
  rm -f "$scratch/copy"
  mkfifo "$scratch/copy"
  sha256sum <"$scratch/copy" >"$scratch/sum" &
}

# One line per volume.
measure() {
  for volume in *; do
    bytes=$(du --summarize --block-size=1 -- "$volume" 2>/dev/null | cut -f 1)
    entries=$(find "$volume" -printf . 2>/dev/null | wc -c)
    folder=$(stat --format '%u %g %a %d' "$volume")
    echo "$volume $bytes $entries $folder $(stat --file-system --format '%a %S' "$volume")"
  done
}

# read VOLUME: the archive to standard output; names, messages and, last, the sum to standard error.
read_volume() {
  sum_in_background
  {
    pack --sparse --sort=name --anchored --exclude="./$hidden" --exclude="./$gone" \
      --verbose --quoting-style=escape --directory="$1" . || echo $? >"$scratch/code"
  } | tee "$scratch/copy"
  wait
  echo "sum $(cut -c 1-64 "$scratch/sum")" >&2
  [ ! -s "$scratch/code" ] || exit "$(cat "$scratch/code")"
}

# stage VOLUME TRANSACTION COORDINATOR ENTRIES SHA256: the archive from standard input.
stage() {
  cd "$1"
  before=$(stat --format %.9Y .)
  mkdir "$hidden"
  # After mkdir, which changes the folder's time.
  touch --date="@$before" "$hidden/before"
  printf '%s\n%s\n' "$2" "$3" >"$hidden/transaction"
  mkdir "$hidden/new"
  sum_in_background
  tee "$scratch/copy" | unpack --verbose --quoting-style=escape --directory="$hidden/new" >&2
  wait
  sum=$(cut -c 1-64 "$scratch/sum")
  [ "$sum" = "$5" ] || fail "the sum of what arrived is $sum"
  entries=$(find "$hidden/new" -printf . | wc -c)
  [ "$entries" -eq "$4" ] || fail "there are $entries entries instead of $4"
  pack --no-recursion --directory="$hidden/new" . >"$hidden/root.tar"
}

fail() {
  echo "tar: $1" >&2
  exit 4
}

line_of_transaction() {
  [ ! -f "$1/$hidden/transaction" ] || sed -n "$2p" "$1/$hidden/transaction"
}

transaction_of() {
  line_of_transaction "$1" 1
}

coordinator_of() {
  line_of_transaction "$1" 2
}

committed() {
  decision=$(coordinator_of "$1")/$hidden/commit
  [ -f "$decision" ] && [ "$(cat "$decision")" = "$(transaction_of "$1")" ]
}

# commit TRANSACTION
commit() {
  for volume in *; do
    [ "$(transaction_of "$volume")" = "$1" ] || fail "$volume has not the data of $1"
    sync --file-system "$volume"
  done
  own=$(coordinator_of "$volume")/$hidden
  echo "$1" >"$own/commit.new"
  sync "$own/commit.new"
  mv "$own/commit.new" "$own/commit"
  sync "$own"
  finish
}

# What is committed gets its new data, what is not keeps the old. The coordinator's decision goes last.
finish() {
  for volume in *; do
    ! committed "$volume" || swap "$volume"
  done
  for volume in *; do
    [ "$(coordinator_of "$volume")" = "$volume" ] || retire "$volume"
  done
  for volume in *; do
    retire "$volume"
  done
}

swap() {
  own=$1/$hidden
  if [ ! -e "$own/out" ]; then
    mkdir -p "$own/old"
    find "$1" -mindepth 1 -maxdepth 1 ! -name "$hidden" ! -name "$gone" -exec mv -t "$own/old" -- {} +
    sync "$1" "$own/old"
    : >"$own/out"
    sync "$own/out" "$own"
  fi
  find "$own/new" -mindepth 1 -maxdepth 1 -exec mv -t "$1" -- {} +
  unpack --directory="$1" <"$own/root.tar"
  sync "$own/new" "$1"
}

# Removes the hidden folder, and gives the volume's own folder the time that belongs to its data.
retire() {
  if [ -e "$1/$hidden" ]; then
    [ -e "$1/$hidden/out" ] && done=finished || done=discarded
    echo "$done $1 $(transaction_of "$1")"
    rm -rf "${1:?}/$gone"
    mv -T "$1/$hidden" "$1/$gone"
    sync "$1"
  fi
  [ -e "$1/$gone" ] || return 0
  rm -rf "${1:?}/$gone/old" "$1/$gone/new"
  rm -f "$scratch/root.tar" "$scratch/before"
  if [ -e "$1/$gone/out" ]; then
    cp "$1/$gone/root.tar" "$scratch/root.tar"
  elif [ -e "$1/$gone/before" ]; then
    cp --preserve=timestamps "$1/$gone/before" "$scratch/before"
  fi
  rm -rf "${1:?}/$gone"
  [ ! -e "$scratch/root.tar" ] || unpack --directory="$1" <"$scratch/root.tar"
  [ ! -e "$scratch/before" ] || touch --reference="$scratch/before" "$1"
}

verb=$1
shift
case $verb in
  measure) measure ;;
  read) read_volume "$@" ;;
  stage) stage "$@" ;;
  commit) commit "$@" ;;
  recover) finish ;;
  *) fail "unknown verb $verb" ;;
esac
