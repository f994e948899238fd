#!/bin/sh
# PID 1 of a guest: prepares what its container runs in, runs it, and turns the guest off when it has ended.
# What goes wrong here stands in the guest's console, state/console on the host.
exec </dev/null >/dev/ttyS0 2>&1
cd /share/control || exit
. ./settings
. ./guest

# The shell would take programs of its own, which can less.
ip() { /tools/bin/ip "$@"; }
nsenter() { /tools/bin/nsenter "$@"; }

mkdir -p /cg /run/netns /run/agent
mount -t cgroup2 cgroup /cg
echo "+memory +cpu +pids" >/cg/cgroup.subtree_control
mkdir /cg/container
[ -z "$memory_bytes" ] || [ "$memory_bytes" = -1 ] || { echo "$memory_bytes" >/cg/container/memory.max; echo 0 >/cg/container/memory.swap.max; }
[ -z "$cpu_quota" ] || echo "$cpu_quota 100000" >/cg/container/cpu.max
[ -z "$most_processes" ] || echo "$most_processes" >/cg/container/pids.max

# The card of a hardware address.
card() {
  for one in /sys/class/net/*; do
    [ "$(cat "$one/address")" != "$1" ] || echo "${one##*/}"
  done
}

ip link set lo up
control=$(card 52:54:00:ca:00:03)
ip address add 10.0.2.15/24 dev "$control"
ip link set "$control" up
ip netns add container
ip -n container link set lo up
while read -r hardware address gateway; do
  link=$(card "$hardware")
  ip link set "$link" netns container
  ip -n container address add "$address" dev "$link"
  ip -n container link set "$link" up
  [ "$gateway" = - ] || ip -n container route add default via "$gateway" 2>/dev/null
done <cards
nsenter --net=/run/netns/container sh -c '
echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start
sysctl -q -p /share/control/sysctls
'

# Only of this guest's own address: the container is in another network namespace.
nc -ll -p 1024 -e sh /share/control/agent.sh &

# The container's name server. Signals of the host do not come here: its files are looked at for changes.
mkdir -p /mnt
mount --bind /share/names /mnt
while :; do
  known=$(cat /mnt/hosts)
  # Not the function: what has the number is told of changes.
  /tools/bin/nsenter --net=/run/netns/container /bin/sh /share/control/name-server.sh /tools/bin/ &
  resolver=$!
  while sleep 2 && kill -0 $resolver; do
    names=$(cat /mnt/hosts)
    [ "$names" = "$known" ] || kill -HUP $resolver
    known=$names
  done
done </dev/null >/dev/null 2>&1 &

# Programs may open their standard output anew.
umask 0
mkfifo /run/output
umask 022
if [ -n "$terminal" ]; then
  stty -F /dev/hvc0 raw -echo 2>/dev/null
  cat /run/output >/dev/hvc0 &
else
  for port in /sys/class/virtio-ports/*; do [ "$(cat "$port/name")" != out ] || out=/dev/${port##*/}; done
  cat /run/output >"$out" &
fi
writer=$!

# `&` has SIGINT and SIGQUIT ignored.
(
  exec /tools/bin/env --default-signal=INT,QUIT /tools/bin/nsenter --net=/run/netns/container /tools/bin/unshare --mount --uts --ipc --pid --fork sh /share/control/join.sh
) </dev/null >/run/output 2>&1 &
container=$!
sh /share/control/leader.sh $container &
wait $container
code=$?
wait $writer
echo $code >/share/answers/exit
sync
poweroff -f
