#!/bin/sh
# Starts a container once, in the foreground; s6-supervise runs it again when it has ended.
#   run.sh FOLDER
set -eu

cd "$1"
. ./settings
starts=$(cat state/starts 2>/dev/null || echo 0)
echo $((starts + 1)) >state/starts
date -u +%Y-%m-%dT%H:%M:%S.%NZ >state/started
rm -f state/ended state/pid state/health
sh lib/clean.sh "$1" 2>/dev/null || :
# Its mounts are seen by nothing else, and go with it.
exec unshare --mount --propagation slave sh lib/prepare.sh "$1"
