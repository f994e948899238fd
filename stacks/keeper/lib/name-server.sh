#!/bin/sh
# Becomes the name server of the network namespace that it is in, at the address where Docker has one.
#   name-server.sh PROGRAMS   PROGRAMS: what the names of programs begin with, such as /usr/bin/; nothing: those on PATH
# Of /mnt it reads hosts, again at SIGHUP, and upstream, with the name servers that it asks for other names.
exec "$1"setpriv --reuid=65534 --regid=65534 --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs "$1"dnsmasq --keep-in-foreground \
  --conf-file=/dev/null --log-facility=- --user= --group= --pid-file= --listen-address=127.0.0.11 --bind-interfaces \
  --no-hosts --addn-hosts=/mnt/hosts --resolv-file=/mnt/upstream --domain-needed
