#!/bin/sh
# Makes and removes a network.
#   network.sh create NAME WORD...   of `podman network create`
#   network.sh remove NAME
set -u

verb=$1 name=$2
shift 2

# Where the kernel shows packets that stay on a bridge to iptables, and Docker has them dropped by default, a network without egress connects
# nothing: podman makes no rule for it. The rule has the network's name.
pass() {
  [ "$(cat /proc/sys/net/bridge/bridge-nf-call-iptables 2>/dev/null)" = 1 ] || return 0
  [ "$(podman network inspect --format '{{.Internal}}' "$name" 2>/dev/null)" = true ] || return 0
  bridge=$(podman network inspect --format '{{.NetworkInterface}}' "$name") || return
  iptables --wait "$1" FORWARD -i "$bridge" -o "$bridge" -m comment --comment "$name" -j ACCEPT
}

create() {
  # To find a free subnet, podman reads all interfaces of the host, and fails when another program removes one meanwhile. It has created nothing then.
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    said=$(podman network create "$@" "$name" 2>&1)
    code=$?
    case $said in *"no such network interface"*) sleep 0.1 ;; *) break ;; esac
  done
  if [ $code -ne 0 ]; then
    printf '%s\n' "$said" >&2
    exit $code
  fi
  pass -I
}

case $verb in
  create) create "$@" ;;
  remove)
    pass -D 2>/dev/null
    podman network rm "$name"
    ;;
esac
