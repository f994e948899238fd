#!/bin/sh
# PID 1 of the container before it becomes the container's own program: mounts what that sees.
cd /share/control || exit
. ./settings
. ./guest

mount --make-rprivate /
hostname "$hostname"
root=/root
mount --bind /share/root $root
mount -t proc -o nosuid,nodev,noexec proc $root/proc
for path in sys irq bus fs sysrq-trigger; do
  mount --bind "$root/proc/$path" "$root/proc/$path" && mount -o remount,bind,ro,nosuid,nodev,noexec "$root/proc/$path"
done 2>/dev/null
mount -t sysfs -o ro,nosuid,nodev,noexec sys $root/sys
mount -t cgroup2 -o "$([ -n "$own_cgroups" ] && echo rw || echo ro),nosuid,nodev,noexec" cgroup $root/sys/fs/cgroup

mount -t tmpfs -o nosuid,mode=755,size=4m dev $root/dev
mknod -m 666 $root/dev/null c 1 3
mknod -m 666 $root/dev/zero c 1 5
mknod -m 666 $root/dev/full c 1 7
mknod -m 666 $root/dev/random c 1 8
mknod -m 666 $root/dev/urandom c 1 9
mknod -m 666 $root/dev/tty c 5 0
mkdir $root/dev/pts $root/dev/shm $root/dev/mqueue $root/dev/.container-approaches
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5,nosuid,noexec devpts $root/dev/pts
ln -s pts/ptmx $root/dev/ptmx
ln -s /proc/self/fd $root/dev/fd
ln -s /proc/self/fd/0 $root/dev/stdin
ln -s /proc/self/fd/1 $root/dev/stdout
ln -s /proc/self/fd/2 $root/dev/stderr
mount -t tmpfs -o nosuid,nodev,noexec,mode=1777,size=64m shm $root/dev/shm
mount -t mqueue -o nosuid,nodev,noexec mqueue $root/dev/mqueue
if [ -n "$terminal" ]; then
  : >$root/dev/console
  mount --bind /dev/hvc0 $root/dev/console
fi
mount --bind /tools $root/dev/.container-approaches
mount -o remount,bind,ro,nosuid $root/dev/.container-approaches
cp start $root/dev/.start

for file in hosts resolv.conf hostname; do
  [ ! -e "$root/etc/$file" ] || mount --bind "/share/names/$file" "$root/etc/$file"
done

# memory PATH OPTIONS: a file system in memory
memory() {
  mkdir -p "$root$1"
  mount -t tmpfs -o "$2" tmpfs "$root$1"
}
# shared PATH INDEX: a volume or a file of the host
shared() {
  if [ -d "/share/binds/$2" ]; then mkdir -p "$root$1"; else [ -e "$root$1" ] || : >"$root$1"; fi
  mount --bind "/share/binds/$2" "$root$1"
}
. ./mounts

mount -o remount,ro,nosuid,mode=755,size=4m dev $root/dev
cd $root || exit
umount -l /share
# The guest's own root cannot be left otherwise.
mount --move . /
if [ -n "$terminal" ]; then exec chroot . /dev/.container-approaches/bin/busybox setsid /dev/.container-approaches/bin/busybox sh -c 'exec /dev/.container-approaches/bin/busybox sh /dev/.start </dev/console >/dev/console 2>&1'; fi
exec chroot . /dev/.container-approaches/bin/busybox sh /dev/.start
