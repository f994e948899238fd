#!/bin/sh
# Runs a command in a container's namespaces and cgroups, with its user, groups and variables, and no way to more privilege.
#   enter.sh FOLDER WORD...
folder=$1
shift
. "$folder/settings"
{ read -r leader <"$folder/state/pid"; } 2>/dev/null || { echo "$name does not run" >&2; exit 3; }
sh "$folder/lib/cgroups.sh" enter "$folder" $$
eval "set -- $(cat "$folder/environment") \"\$@\""
exec setpriv ${no_new_privileges:+--no-new-privs} nsenter --target "$leader" --mount --uts --ipc --net --pid --root --wdns="$working_folder" \
  setpriv --reuid "$uid" --regid "$gid" ${groups:+--groups} "${groups:---clear-groups}" \
  "--bounding-set=$bounding" --inh-caps=-all env -i "$@"
