#!/bin/sh
# Ends what is left of a container, and removes what the kernel has of it.
#   clean.sh FOLDER
. "$1/settings"
sh "$1/lib/cgroups.sh" remove "$1"

# LXC makes its own below these, and in the trees of other controllers beside them, where one that was killed leaves them. It then takes the same name
# with a number behind, which may also be the name of a replica.
left() {
  find /sys/fs/cgroup -maxdepth 2 -type d \( -name "lxc.*.$name" -o -name "lxc.*.$name-[0-9]*" \) 2>/dev/null |
    while read -r one; do
      other=${one##*/lxc.*.}
      [ "$other" != "$name" ] && [ -e "${1%/*}/$other" ] || echo "$one"
    done
}
# What was killed has not ended at once.
for _ in $(seq 20); do
  all=$(left "$1")
  [ -n "$all" ] || break
  for one in $all; do find "$one" -depth -type d -exec rmdir {} +; done 2>/dev/null
  [ -z "$(left "$1")" ] || sleep 0.05
done
exit 0
