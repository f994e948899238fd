"""Finds what root can really do in the container that this runs in. Changes nothing: scratch folders are removed at once, settings only opened.

Argument: JSON with mounts (bind mounts of the host). Prints JSON: capabilities and bounding (hex), noNewPrivileges, seccomp,
devices (opened), devicesRefused (how many need more rights), devicesNotTried (they react to being opened), initModule (name of the error that
a call of init_module without a module gets), mounts (path, type, writable: as it is, remounted: after making it writable in its own mount
namespace), surfaces (path, writable, remounted).
"""

import ctypes
import errno
import json
import os
import re
import signal
import stat
import sys

# Kernel settings and interfaces that act on the whole host, even from a container.
SURFACES = [
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/kernel/modprobe",
    "/proc/sys/kernel/panic",
    "/proc/sys/kernel/pid_max",
    "/proc/sys/kernel/printk",
    "/proc/sys/kernel/randomize_va_space",
    "/proc/sys/kernel/sysrq",
    "/proc/sys/fs/file-max",
    "/proc/sys/fs/suid_dumpable",
    "/proc/sys/vm/drop_caches",
    "/proc/sys/vm/overcommit_memory",
    "/proc/sys/vm/panic_on_oom",
    "/proc/sysrq-trigger",
    "/proc/irq/default_smp_affinity",
    "/sys/kernel/uevent_helper",
    "/sys/kernel/mm/transparent_hugepage/enabled",
    "/sys/kernel/rcu_expedited",
    "/sys/kernel/profiling",
    "/sys/module/kernel/parameters/panic",
    "/sys/power/state",
]
# Every container has these: null, zero, full, random, urandom; tty, console, ptmx; terminals.
STANDARD = re.compile(r"c (1:[35789]|5:[012]|13[6-9]:\d+|14[0-3]:\d+)")
# Opening these starts a timer, rewinds a tape, raises a line, or creates a console.
DOES_SOMETHING = re.compile(r"(watchdog|n?st\d|nosst|snapshot|tty|vcs|lp\d|rfcomm|cpu_dma_latency)")
HOST_TYPES = {"cgroup", "cgroup2", "debugfs", "tracefs", "securityfs", "bpf", "pstore", "efivarfs", "configfs"}
OPEN_FLAGS = os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
CLONE_NEWNS, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 0x20000, 32, 4096, 16384, 1 << 18
LONGEST_OPEN_SECONDS = 1
# No node and no right to make one, or a right that is missing.
REFUSALS = {errno.EPERM, errno.EACCES, errno.EROFS, errno.ENOENT}
INIT_MODULE = {"x86_64": 175, "aarch64": 105}
libc = ctypes.CDLL(None, use_errno=True)


def open_error(path, flags):
    """Number of the error; 0 if it opens."""
    signal.alarm(LONGEST_OPEN_SECONDS)
    try:
        os.close(os.open(path, flags | OPEN_FLAGS))
        return 0
    except TimeoutError:
        return errno.EBUSY
    except OSError as error:
        return error.errno
    finally:
        signal.alarm(0)


def opens(path, flags):
    return open_error(path, flags) == 0


def too_long(*_):
    raise TimeoutError


def host_devices():
    """Devices of the kernel, with or without a node in this container."""
    for kind, bit in (("char", stat.S_IFCHR), ("block", stat.S_IFBLK)):
        folder = f"/sys/dev/{kind}"
        for numbers in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
            if STANDARD.fullmatch(f"{kind[0]} {numbers}"):
                continue
            try:
                with open(f"{folder}/{numbers}/uevent") as file:
                    names = [line[8:].strip() for line in file if line.startswith("DEVNAME=")]
            except OSError:
                continue
            if names:
                yield names[0], bit, os.makedev(*map(int, numbers.split(":")))


def device_error(name, bit, device):
    path, scratch = f"/dev/{name}", f"/dev/.lab-{os.getpid()}"
    try:
        found = os.stat(path)
        if (stat.S_IFMT(found.st_mode), found.st_rdev) == (bit, device):
            return open_error(path, os.O_RDONLY)
    except OSError:
        pass
    try:
        os.mknod(scratch, bit | 0o600, device)
        return open_error(scratch, os.O_RDONLY)
    except OSError as error:
        return error.errno
    finally:
        if os.path.lexists(scratch):
            os.unlink(scratch)


def try_devices():
    """Refused are those that need more rights. Others that do not open are busy, or nothing is behind them."""
    opened, refused, not_tried = [], 0, []
    for name, bit, device in host_devices():
        error = -1 if DOES_SOMETHING.match(name) else device_error(name, bit, device)
        if error == -1:
            not_tried.append(name)
        elif error == 0:
            opened.append(name)
        elif error in REFUSALS:
            refused += 1
    return opened, refused, not_tried


def init_module_error():
    """Asks for a module of no bytes. The kernel checks the permission (EPERM), then the length (ENOEXEC): it can never load anything."""
    number = INIT_MODULE.get(os.uname().machine, -1)
    if libc.syscall(ctypes.c_long(number), None, ctypes.c_ulong(0), b"") == 0:
        raise RuntimeError("the kernel accepted a module of no bytes")
    return errno.errorcode.get(ctypes.get_errno(), str(ctypes.get_errno()))


def host_mounts(given):
    found = {}
    with open("/proc/self/mountinfo") as file:
        for line in file:
            fields = line.split()
            path, kind = fields[4], fields[fields.index("-") + 1]
            if kind in HOST_TYPES or any(path == one or path.startswith(one + "/") for one in given):
                found[path] = kind
    return found


def can_write(path):
    if not os.path.isdir(path):
        return opens(path, os.O_WRONLY)
    scratch = os.path.join(path, f"lab-scratch-{os.getpid()}")
    try:
        os.mkdir(scratch)
        os.rmdir(scratch)
        return True
    except OSError:
        return False


def writable(mounts):
    return {"mounts": {path: can_write(path) for path in mounts}, "surfaces": {one: opens(one, os.O_WRONLY) for one in SURFACES}}


def mount_points():
    with open("/proc/self/mountinfo") as file:
        return [line.split()[4] for line in file]


def remounted(mounts):
    """The same in a new mount namespace, after making everything writable. With MS_BIND that does not leave the namespace."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        result = None
        if libc.unshare(CLONE_NEWNS) == 0 and libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None) == 0:
            for point in mount_points():
                if point in mounts or any(one.startswith(point + "/") or one == point for one in SURFACES):
                    libc.mount(b"none", point.encode(), None, MS_REMOUNT | MS_BIND, None)
            result = writable(mounts)
        with os.fdopen(writing, "w") as out:
            json.dump(result, out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as source:
        text = source.read()
    os.wait()
    return json.loads(text)


signal.signal(signal.SIGALRM, too_long)
given = json.loads(sys.argv[1])["mounts"]
with open("/proc/self/status") as file:
    own = dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
mounts = host_mounts(given)
direct = writable(mounts)
after = remounted(mounts) or direct
opened, refused, not_tried = try_devices()


print(
    json.dumps(
        {
            "capabilities": own["CapEff"],
            "bounding": own["CapBnd"],
            "noNewPrivileges": own["NoNewPrivs"] == "1",
            "seccomp": int(own["Seccomp"]),
            "devices": opened,
            "devicesRefused": refused,
            "devicesNotTried": not_tried,
            "initModule": init_module_error(),
            "mounts": [
                {"path": path, "type": kind, "writable": direct["mounts"][path], "remounted": after["mounts"][path]}
                for path, kind in mounts.items()
            ],
            "surfaces": [{"path": one, "writable": direct["surfaces"][one], "remounted": after["surfaces"][one]} for one in SURFACES],
        }
    )
)
