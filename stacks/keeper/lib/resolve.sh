#!/bin/sh
# Becomes a container's name server, at the address where Docker has one: for programs that do not read /etc/hosts, such as nginx with `resolver`.
#   resolve.sh FOLDER
# It knows the names of the container's /etc/hosts, which it reads again at SIGHUP. Of others it asks the host's name servers, if the container has egress.
cd "$1" || exit
. ./settings
echo $$ >state/resolver
# The folder is for root alone. `ip netns exec` makes a mount namespace, in which it is shown elsewhere.
# shellcheck disable=SC2016 # the inner shell expands it
exec ip netns exec "$name" sh -c '
mount --bind "$1/etc" /mnt
exec sh "$1/lib/name-server.sh" ""
' resolver "$1"
