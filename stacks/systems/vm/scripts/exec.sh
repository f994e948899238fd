#!/bin/sh
# Runs a command in the container, with the user and the variables of its own.
#   exec.sh FOLDER check          its health check
#   exec.sh FOLDER run WORD...    a command
folder=$1 what=$2
shift 2
. "$folder/settings"
id=$(cat /proc/sys/kernel/random/uuid)
code=125 file=$folder/answers/codes/$id
if [ "$what" = check ]; then
  # What it prints is one text.
  sh "$folder/lib/tell.sh" "$folder" check "$id" </dev/null
else
  words=$(for word; do printf "'%s' " "$(printf %s "$word" | sed "s/'/'\\\\''/g")"; done | base64 --wrap=0)
  sh "$folder/lib/tell.sh" "$folder" errors "$id" </dev/null >&2 &
  sh "$folder/lib/tell.sh" "$folder" run "$id" "$words"
  wait $!
fi
[ ! -f "$file" ] || code=$(head -c 4 "$file" | grep -x '[0-9]\{1,3\}') || code=125
rm -f "$file"
exit "$code"
