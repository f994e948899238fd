#!/bin/sh
# Runs the container's domain, in the foreground: ends when it has ended, with the exit code of its PID 1.
#   start.sh FOLDER
cd "$1" || exit
. ./settings
system=${1%/*/*}
# Where s6-supervise is: what is mounted here is of this container alone.
nsenter --mount="/proc/$PPID/ns/mnt" sh "$1/lib/daemon.sh" ensure "$system" || exit
virsh="virsh --quiet --connect lxc:///system?socket=$system/daemon/socket/libvirt-sock"

sh ./scratch
cp lib/begin.pl inside/
chmod 0600 inside/begin
rm -f inside/out inside/go
mkfifo -m 0600 inside/out inside/go
# A program may open its standard output again, by its path.
chown "$uid:$gid" inside/out

# What libvirt takes for its own: cgroups below those of the container, and the daemon's folder.
sh lib/cgroups.sh make "$1"
# Libvirt takes the limit of the outermost cgroup for none at all: so it is one page above the container's own.
outer=/sys/fs/cgroup/memory/container-approaches/$name
if [ -n "$memory_bytes" ] && [ -d "$outer" ]; then
  if [ -e "$outer/memory.memsw.limit_in_bytes" ] && [ "$memory_swap_bytes" != -1 ]; then
    echo $((memory_swap_bytes + 4096)) >"$outer/memory.memsw.limit_in_bytes"
  fi
  echo $((memory_bytes + 4096)) >"$outer/memory.limit_in_bytes"
fi
sh lib/controllers.sh bind "container-approaches/$name"
mount --bind "$system/daemon/run" /run/libvirt

# Libvirt starts this in a process of its daemon; it goes to where this one is.
printf '#!/bin/sh\nexec sh %s/lib/emulator.sh %s %s "$@"\n' "$1" "$1" $$ >emulator
chmod 0755 emulator
# Opened for reading and writing, a pipe waits for none.
exec 7<>inside/go
cat inside/out &
output=$!
# A libvirtd that has just come back may still have the one before.
$virsh destroy "$name" >/dev/null 2>&1
$virsh create domain.xml >/dev/null || { kill $output; exit 1; }
controller=$(cat "$system/daemon/run/lxc/$name.pid") || exit 1
if grep -q '^terminal' inside/begin; then
  cat "$($virsh ttyconsole "$name")" 2>/dev/null &
fi
sh lib/leader.sh "$1" "$controller" &

end() {
  $virsh send-process-signal "$name" 1 "$down_signal" >/dev/null 2>&1 || kill -s "$down_signal" "$(cat state/pid)" 2>/dev/null
}
trap end "$down_signal"

alive() {
  case $(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$controller/status" 2>/dev/null) in '' | Z) return 1 ;; esac
}

# Libvirt does not tell how PID 1 has ended. Its parent is told by the kernel, and strace looks on.
told=no
rm -f state/waits
while alive; do
  strace -qq -e trace=wait4,waitid -e signal=none -o state/waits -A -p "$controller" 2>state/strace &
  strace=$!
  while [ "$told" = no ] && alive && kill -0 $strace 2>/dev/null; do
    if grep -q '^TracerPid:[[:space:]]*[1-9]' "/proc/$controller/status" 2>/dev/null; then
      echo >&7
      told=yes
    else
      sleep 0.01
    fi
  done
  while kill -0 $strace 2>/dev/null; do wait $strace; done
  [ "$told" = yes ] || { cat state/strace >&2; exit 1; }
done
# Unless something has opened it, the reader of its output still waits for that.
: 9<>inside/out
wait $output
code=$(sed -n 's/.*WIFEXITED(s) && WEXITSTATUS(s) == \([0-9]*\).*/\1/p' state/waits | tail -n 1)
signal=$(sed -n 's/.*WIFSIGNALED(s) && WTERMSIG(s) == SIG\([A-Z0-9]*\).*/\1/p' state/waits | tail -n 1)
[ -z "$signal" ] || code=$((128 + $(env kill -l "$signal")))
# Without a word the domain was ended, and its PID 1 with it.
exit "${code:-137}"
