#!/bin/sh
# A libvirtd for the containers of this project on a host, with folders of its own, and nothing but the driver for Linux containers. Containers go on
# without it: it is needed to start and to end one.
#   daemon.sh ensure SYSTEM   SYSTEM: /run/container-approaches/NAME
#   daemon.sh end SYSTEM      unless a container is left
#   daemon.sh serve SYSTEM    becomes libvirtd
set -eu

verb=$1 system=$2
daemon=$system/daemon
here=$(dirname "$0")

answers() {
  timeout 5 virsh --quiet --connect "lxc:///system?socket=$daemon/socket/libvirt-sock" list >/dev/null 2>&1
}

# One that has lost its keeper.
end_stray() {
  pid=$(cat "$daemon/pid" 2>/dev/null) || return 0
  grep -qs "$daemon/libvirtd.conf" "/proc/$pid/cmdline" || return 0
  kill "$pid"
  for _ in $(seq 100); do
    [ -s "/proc/$pid/cmdline" ] || return 0
    sleep 0.05
  done
  kill -KILL "$pid"
}

# The programs that every container sees: PID 1 begins as Perl, with the libraries and the loader of the host.
copy_tools() {
  rm -rf "$daemon/tools"
  mkdir -p "$daemon/tools/lib"
  perl=$(command -v perl)
  cp -L "$perl" "$daemon/tools/perl"
  cp -L "$(command -v catatonit)" "$daemon/tools/container-init"
  ldd "$perl" | while read -r first second third _; do
    case $first:$second in
      *:'=>') cp -L "$third" "$daemon/tools/lib/" ;;
      /*) cp -L "$first" "$daemon/tools/ld.so" ;;
    esac
  done
}

prepare() {
  mkdir -p "$daemon/keep" "$daemon/etc" "$daemon/run" "$daemon/var-log" "$daemon/socket" "$daemon/drivers"
  chmod 0700 "$daemon/socket" "$daemon/run"
  # Mount points; what is made here is removed at the end.
  for path in /etc/libvirt /run/libvirt; do
    [ -d "$path" ] || { mkdir "$path" && echo "$path" >>"$daemon/made"; }
  done
  for driver in /usr/lib/*/libvirt/connection-driver/libvirt_driver_lxc.so /usr/lib*/libvirt/connection-driver/libvirt_driver_lxc.so; do
    [ ! -e "$driver" ] || ln -sf "$driver" "$daemon/drivers/"
  done
  [ -e "$daemon/drivers/libvirt_driver_lxc.so" ] || {
    echo "libvirt's driver for Linux containers is missing; on Debian and Ubuntu: apt-get install libvirt-daemon-driver-lxc" >&2
    exit 1
  }
  cat >"$daemon/libvirtd.conf" <<EOF
unix_sock_dir = "$daemon/socket"
unix_sock_rw_perms = "0700"
auth_unix_ro = "none"
auth_unix_rw = "none"
log_outputs = "3:stderr"
EOF
  copy_tools
  cp "$here/daemon.sh" "$here/controllers.sh" "$daemon/"
  printf '#!/bin/sh\nexec 2>&1\nexec unshare --mount --propagation slave sh %s/daemon.sh serve %s\n' "$daemon" "$system" >"$daemon/keep/run"
  chmod 0755 "$daemon/keep/run"
  # remove.sh of stacks/keeper runs it.
  printf 'exec sh %s/daemon.sh end %s\n' "$daemon" "$system" >"$system/gone.sh"
}

ensure() {
  exec 9</run
  flock 9
  if ! s6-svok "$daemon/keep" 2>/dev/null; then
    end_stray
    prepare
    # shellcheck disable=SC2016 # the inner shell expands it
    setsid --fork sh -c 's6-supervise "$1/keep" 2>&1 | s6-log n1 s100000 "$1/log"' daemon "$daemon" </dev/null >/dev/null 2>&1 9<&-
  fi
  for _ in $(seq 300); do
    ! answers 9<&- || exit 0
    sleep 0.05
  done
  echo "libvirtd does not answer; it has said:" >&2
  tail -n 5 "$daemon/log/current" >&2 || :
  exit 1
}

serve() {
  mount --bind "$daemon/etc" /etc/libvirt
  mount --bind "$daemon/run" /run/libvirt
  mount --bind "$daemon/var-log" /var/log
  sh "$daemon/controllers.sh" show
  # Without the system's bus, no other program makes cgroups for it.
  exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent \
    LIBVIRT_DRIVER_DIR="$daemon/drivers" libvirtd -f "$daemon/libvirtd.conf" -p "$daemon/pid"
}

end() {
  exec 9</run
  flock 9
  [ -d "$daemon" ] || exit 0
  # shellcheck disable=SC2012 # any entry
  [ -z "$(ls "$system/containers" 2>/dev/null)" ] || exit 0
  if s6-svok "$daemon/keep" 2>/dev/null; then
    s6-svc -wD -T 10000 -d "$daemon/keep" || s6-svc -wD -T 5000 -k "$daemon/keep" || :
    s6-svc -x "$daemon/keep"
  fi
  end_stray
  [ ! -e "$daemon/made" ] || xargs -r rmdir --ignore-fail-on-non-empty <"$daemon/made"
  for _ in $(seq 50); do
    rm -rf "$daemon" 2>/dev/null && break
    sleep 0.05
  done
  rm -f "$system/gone.sh"
  rmdir --parents --ignore-fail-on-non-empty "$system" 2>/dev/null || :
}

"$verb"
