#!/bin/sh
# Runs the container in a guest of its own, in the foreground, and ends with the container's exit code.
#   start.sh FOLDER
# `share` is what the guest sees of this host: the container's root, its volumes and files, `control`, and `answers`, which alone it writes to beside
# these. What it writes there is read as data, a few digits each.
cd "$1" || exit
. ./settings
. ./machine
sh lib/cgroups.sh make "$1" unlimited
network_namespace=${network_namespace:-$name}
netns=/run/netns/$network_namespace
# The control channel needs one also where the container has no network.
[ -e "$netns" ] || { ip netns add "$network_namespace" && ip -n "$network_namespace" link set lo up; }

# What is mounted here is seen by virtiofsd alone.
share_files() {
  mkdir -p share
  mount -t tmpfs -o mode=0700,size=1m share share
  mkdir share/root share/names share/binds share/control share/answers
  mount --bind answers share/answers
  mount --bind control share/control
  mount -o remount,bind,ro share/control
  mount --bind root share/root
  [ -z "$read_only_root" ] || mount -o remount,bind,ro share/root
  mount --bind etc share/names
  mount -o remount,bind,ro share/names
  index=0
  while read -r mode source; do
    [ -n "$source" ] || continue
    if [ -d "$source" ]; then mkdir -p "share/binds/$index"; else : >"share/binds/$index"; fi
    mount --bind "$source" "share/binds/$index"
    [ "$mode" = rw ] || mount -o remount,bind,ro "share/binds/$index"
    index=$((index + 1))
  done <binds
  mount -o remount,ro share
}

# The guest gets the addresses that network.sh has given to the network namespace, which then only has bridges to the guest's cards.
connect() {
  [ ! -e state/cards ] || return 0
  index=0
  : >state/cards.new
  cp etc/resolv.conf state/resolv.conf
  while ip -n "$network_namespace" link show "eth$index" >/dev/null 2>&1; do
    card=eth$index
    address=$(ip -n "$network_namespace" -4 -o address show dev "$card" | sed -n 's/.* inet \([^ ]*\).*/\1/p')
    hardware=$(ip -n "$network_namespace" -o link show dev "$card" | sed -n 's|.*link/ether \([^ ]*\).*|\1|p')
    gateway=$(ip -n "$network_namespace" route show default dev "$card" | sed -n 's/^default via \([^ ]*\).*/\1/p')
    ip -n "$network_namespace" link set "$card" down
    ip -n "$network_namespace" address flush dev "$card"
    ip -n "$network_namespace" link set "$card" address "02:cb:${hardware#02:ca:}"
    ip -n "$network_namespace" link add "bridge$index" type bridge
    ip -n "$network_namespace" tuntap add dev "tap$index" mode tap user 0
    for link in "$card" "tap$index"; do ip -n "$network_namespace" link set "$link" master "bridge$index" up; done
    ip -n "$network_namespace" link set "bridge$index" up
    echo "$hardware $address ${gateway:--}" >>state/cards.new
    index=$((index + 1))
  done
  mv state/cards.new state/cards
}

cards() {
  index=0
  while read -r hardware _; do
    printf '%s\n' -netdev "tap,id=n$index,ifname=tap$index,script=no,downscript=no" \
      -device "virtio-net-pci,netdev=n$index,mac=$hardware,romfile="
    index=$((index + 1))
  done <state/cards
}

case $(cat "$guest_folder/accelerator") in
  kvm) accelerator="-accel kvm -cpu host" tuned= ;;
  # Named alone: with "kvm:tcg" QEMU would stay with a KVM that opens and runs nothing. Guards against faults of processors guard nothing here;
  # how fast the processor counts is wrong at times.
  *) accelerator="-accel tcg,thread=multi,tb-size=64 -cpu max,la57=off" tuned="mitigations=off nokaslr clocksource=hpet" ;;
esac

connect
cp lib/guest/*.sh lib/name-server.sh settings environment state/cards control/
rm -rf answers
mkdir -p answers/codes
share_files

# Becomes a program in the container's cgroups, which this shell is not in.
within() {
  folder=$1
  shift
  # shellcheck disable=SC2016 # the inner shell expands it
  exec sh -c 'sh lib/cgroups.sh enter "$0" $$; exec "$@"' "$folder" "$@"
}

# Its name is also that of a file in /run that two of them cannot share.
socket=state/files-$name.sock
rm -f "$socket"
virtiofsd=$(PATH=$PATH:/usr/lib/qemu:/usr/libexec command -v virtiofsd)
rm -f state/machine
{
  (within "$1" "$virtiofsd" --socket-path="$socket" -o source="$1/share" -o cache=auto) >state/virtiofsd.log 2>&1
  # Without its files a guest would hang without end.
  [ ! -e state/machine ] || kill -KILL "$(cat state/machine)" 2>/dev/null
} &
files=$!
while [ ! -S "$socket" ]; do
  kill -0 $files 2>/dev/null || { cat state/virtiofsd.log >&2; exit 125; }
  sleep 0.02
done
# QEMU has no capability: who leaves the guest is root of nothing but files, and under a seccomp filter.
# The container's output is QEMU's own, and no standard input: at its end, QEMU would close the output as well. Its control channel ends in this network namespace, which nothing else is in.
output="-device virtio-serial-pci -device virtserialport,chardev=out,name=out"
[ -z "$terminal" ] || output="-device virtio-serial-pci -device virtconsole,chardev=out"
# shellcheck disable=SC2046,SC2086 # words are wanted
within "$1" nsenter --net="$netns" setpriv --bounding-set=-all --inh-caps=-all --no-new-privs qemu-system-x86_64 -name "$name" -nodefaults -no-user-config -display none -no-reboot \
  -sandbox on,spawn=deny,elevateprivileges=deny \
  -machine q35,usb=off,smbus=off,sata=off,memory-backend=memory -object "memory-backend-memfd,id=memory,size=${guest_mib}M,share=on" \
  -m "${guest_mib}M" -smp "$processors" $accelerator \
  -kernel "$guest_folder/vmlinuz" -initrd "$guest_folder/initramfs" -append "console=ttyS0 quiet panic=-1 audit=0 $tuned" \
  -serial file:state/console -chardev file,id=out,path=/dev/stdout,append=on $output -device virtio-rng-pci \
  -chardev "socket,id=files,path=$socket" -device vhost-user-fs-pci,chardev=files,tag=share \
  -netdev user,id=control,restrict=on,ipv6=off,hostfwd=tcp:127.0.0.1:1024-:1024 -device virtio-net-pci,netdev=control,mac=52:54:00:ca:00:03,romfile= \
  $(cards) </dev/null &
machine=$!
echo $machine >state/machine
trap 'sh lib/tell.sh "$1" stop &' TERM
(
  while kill -0 $machine 2>/dev/null && [ ! -e answers/started ]; do sleep 0.02; done
  [ ! -e answers/started ] || { echo $machine >state/pid.new && mv state/pid.new state/pid; }
) &
# A signal ends a wait.
while kill -0 $machine 2>/dev/null; do wait $machine; done
rm -f state/machine
# Without an exit code, the guest has lost its power, or has crashed.
[ ! -f answers/exit ] || code=$(head -c 4 answers/exit | grep -x '[0-9]\{1,3\}') || :
[ -n "${code:-}" ] || { tail -n 3 state/console 2>/dev/null >&2; code=137; }
exit "$code"
