#!/bin/sh
# What happens when a container has ended.
#   finish.sh FOLDER CODE SIGNAL   of s6-supervise: CODE is 256 for one that a signal has ended
#   finish.sh FOLDER               of systemd, which says the same in variables
cd "$1" || exit 0
. ./settings
if [ $# -gt 1 ]; then
  code=$2
  [ "$code" -lt 256 ] || code=$((128 + $3))
else
  code=${EXIT_STATUS:-1}
  [ "${EXIT_CODE:-exited}" = exited ] || code=$((128 + $(/bin/kill -l "$code")))
fi
sh lib/clean.sh "$1" 2>/dev/null
rm -f state/pid state/health
echo "$code $(date -u +%Y-%m-%dT%H:%M:%S.%NZ)" >state/ended.new
mv state/ended.new state/ended
[ $# -gt 1 ] || exit 0
# 125: it stays down.
case $restart in
  no) exit 125 ;;
  on-failure) [ "$code" != 0 ] || exit 125 ;;
esac
exit 0
