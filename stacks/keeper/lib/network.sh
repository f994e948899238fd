#!/bin/sh
# Networks of containers: bridges in network namespaces of their own, so that no rule of the host's firewall is about them. The host is one more
# station of each, by a veth pair.
#   network.sh create FOLDER   FOLDER: /run/container-approaches/SYSTEM/networks/NAME
#   network.sh remove FOLDER
#   network.sh attach FOLDER   of a container: a network namespace, with an interface in each of its networks
#   network.sh detach FOLDER
set -eu

verb=$1 folder=$2
name=${folder##*/}
all=${folder%/*/*}/networks

# A short name for the kernel: an interface's has 15 characters at most.
short() {
  printf %s "$1" | sha256sum | cut -c 1-10
}

# Changes of addresses and names happen one at a time.
locked() {
  exec 9</run
  flock 9
}

# A network of 256 addresses that no route of the host leads to: the first free one, from one that its name gives.
choose_subnet() {
  taken=$(ip -4 route show table all | grep -o '10\.[0-9]*\.[0-9]*\.[0-9]*' | cut -d . -f 1-3 | sort -u)
  begin=$(($(printf %d "0x$(short "$name" | cut -c 1-4)") % 8192))
  for step in $(seq 0 8191); do
    index=$(((begin + step) % 8192))
    candidate=10.$((192 + index / 256)).$((index % 256))
    case "
$taken
" in *"
$candidate
"*) ;; *) echo "$candidate"; return ;; esac
  done
  echo "no network of 10.192.0.0/11 is free on this host" >&2
  return 1
}

rules() {
  # rules -I|-D: egress for addresses of the network, with a comment that says whose rules these are.
  subnet=$(cat "$folder/subnet").0/24
  mark="-m comment --comment $name"
  # shellcheck disable=SC2086 # words are wanted
  {
    iptables --wait -t nat "$1" POSTROUTING -s "$subnet" ! -o "$link" $mark -j MASQUERADE
    iptables --wait "$1" FORWARD -i "$link" $mark -j ACCEPT
    iptables --wait "$1" FORWARD -o "$link" -m conntrack --ctstate RELATED,ESTABLISHED $mark -j ACCEPT
  }
}

# Its name has the owner's digits: what has it and is not known is what is left of one.
forget() {
  [ $# -eq 1 ] || ip link delete "$2" 2>/dev/null || :
  ip netns delete "$1" 2>/dev/null || :
}

create() {
  link=ca$(short "$name")
  . "$folder/settings"
  mkdir -p "$folder/members"
  locked
  forget "$name" "$link"
  ip netns add "$name"
  ip -n "$name" link set lo up
  ip -n "$name" link add br0 type bridge
  ip -n "$name" link set br0 up
  # The namespace of the bridge forwards nothing: it only has the bridge.
  ip link add "$link" type veth peer name host0 netns "$name"
  ip -n "$name" link set host0 master br0 up
  subnet=${subnet:-$(choose_subnet)}
  echo "$subnet" >"$folder/subnet"
  ip address add "$subnet.1/24" dev "$link"
  ip link set "$link" up
  if [ -z "$internal" ]; then
    [ "$(cat /proc/sys/net/ipv4/ip_forward)" = 1 ] || echo 1 >/proc/sys/net/ipv4/ip_forward
    rules -I
  fi
  echo done >"$folder/made"
}

remove() {
  link=ca$(short "$name")
  [ -e "$folder" ] || exit 0
  . "$folder/settings"
  locked
  if [ -z "$internal" ] && [ -e "$folder/subnet" ]; then rules -D 2>/dev/null || :; fi
  forget "$name" "$link"
  rm -rf "$folder"
  rmdir --parents --ignore-fail-on-non-empty "${folder%/*}" 2>/dev/null || :
}

# hosts CONTAINER-FOLDER: names of all members of its networks. In place: the file is mounted.
hosts() {
  [ -e "$1/etc/hosts" ] || return 0
  {
    echo "127.0.0.1 localhost"
    echo "::1 localhost ip6-localhost ip6-loopback"
    cat "$1/etc/hosts.own"
    while read -r network _; do
      [ -z "$network" ] || cat "$all/$network"/members/* 2>/dev/null || :
    done <"$1/networks"
  } >"$1/etc/hosts.new"
  cat "$1/etc/hosts.new" >"$1/etc/hosts"
  rm "$1/etc/hosts.new"
  tell_resolver "$1"
}

# The number may be another program's by now.
tell_resolver() {
  pid=$(cat "$1/state/resolver" 2>/dev/null) || return 0
  [ "/proc/$pid/ns/net" -ef "/run/netns/${1##*/}" ] || return 0
  grep -qsx dnsmasq "/proc/$pid/comm" || return 0
  kill -HUP "$pid" 2>/dev/null || :
}

# Names of all containers that are members of this one's networks.
spread() {
  while read -r network _; do
    for member in "$all/$network"/members/*; do
      [ ! -e "$member" ] || hosts "${folder%/*}/${member##*/}"
    done
  done <"$folder/networks"
}

free_address() {
  for last in $(seq 2 254); do
    grep -qs "^$1\.$last " "$2"/members/* || { echo "$1.$last"; return; }
  done
  echo "the network $2 has no address left" >&2
  return 1
}

# The host's name servers, where they can be reached; those of the loopback interface cannot.
name_servers() {
  for servers in /run/systemd/resolve/resolv.conf /etc/resolv.conf; do
    if [ -e "$servers" ]; then
      grep -v '^nameserver 127\.' "$servers" || :
      return
    fi
  done
}

# The same for the same address: stations remember which belongs to which, and would send to a container that is gone.
hardware_address() {
  # shellcheck disable=SC2046 # words are wanted
  printf '02:ca:%02x:%02x:%02x:%02x' $(echo "$1" | tr . ' ')
}

attach() {
  . "$folder/settings"
  : >"$folder/etc/hosts"
  : >"$folder/etc/resolv.conf"
  : >"$folder/etc/upstream"
  if [ "$network" = host ]; then
    cp /etc/hosts "$folder/etc/hosts"
    cp -L /etc/resolv.conf "$folder/etc/resolv.conf"
  fi
  [ "$network" = own ] || return 0
  locked
  forget "$name"
  ip netns add "$name"
  ip -n "$name" link set lo up
  ip netns exec "$name" sh -c 'echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start'
  index=0 main=
  while read -r net aliases; do
    [ -n "$net" ] || continue
    on=$all/$net
    subnet=$(cat "$on/subnet")
    address=$(free_address "$subnet" "$on")
    ip -n "$net" link add "p$(short "$name")$index" type veth peer name "eth$index" netns "$name"
    ip -n "$net" link set "p$(short "$name")$index" master br0 up
    ip -n "$name" link set "eth$index" address "$(hardware_address "$address")"
    ip -n "$name" address add "$address/24" dev "eth$index"
    ip -n "$name" link set "eth$index" up
    if [ ! -s "$on/internal" ]; then
      ip -n "$name" route add default via "$subnet.1" 2>/dev/null || :
      name_servers >"$folder/etc/upstream"
    fi
    # shellcheck disable=SC2086 # words are wanted
    echo $address $name $aliases >"$on/members/$name"
    main=${main:-$address}
    # A port is published from a network that has egress, if there is one.
    [ -s "$on/internal" ] || main=$address
    index=$((index + 1))
  done <"$folder/networks"
  echo "$main" >"$folder/state/address"
  {
    echo "nameserver 127.0.0.11"
    grep -v '^nameserver' "$folder/etc/upstream" || :
  } >"$folder/etc/resolv.conf"
  spread
  hosts "$folder"
}

detach() {
  . "$folder/settings"
  [ "$network" = own ] || exit 0
  locked
  while read -r net _; do
    [ -z "$net" ] || rm -f "$all/$net/members/$name"
  done <"$folder/networks"
  spread
  ip netns delete "$name" 2>/dev/null || :
}

"$verb"
