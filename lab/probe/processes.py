"""Lists every process of containers, from the host's /proc. Input: containers (list of id and pid: that of its PID 1 on the host).

Prints JSON: by container id a list of processes: pid and parent (PIDs on the host), inside (PID in the container), descends (from the
container's PID 1; what `docker exec` starts does not), state, argv, uid, gid, capabilities (held or available without exec, hex),
bounding (hex), noNewPrivileges, seccomp (2: filtered), started (clock ticks since the host's boot), cpuMs (processor time), listening (addresses and ports).
"""

import ipaddress
import json
import os
import sys

LISTEN = "0A"


def read(*parts):
    try:
        with open(os.path.join("/proc", *map(str, parts)), "rb") as file:
            return file.read().decode(errors="replace")
    except OSError:
        return ""


def namespace(pid, name):
    try:
        return os.readlink(f"/proc/{pid}/ns/{name}")
    except OSError:
        return None


def status(pid):
    return dict(line.split(":\t", 1) for line in read(pid, "status").splitlines() if ":\t" in line)


def address(text):
    """The kernel prints 32-bit words in the machine's byte order."""
    raw = bytes.fromhex(text)
    words = [raw[index : index + 4] for index in range(0, len(raw), 4)]
    if sys.byteorder == "little":
        words = [word[::-1] for word in words]
    return str(ipaddress.ip_address(b"".join(words)))


def listeners(pid):
    """Inode of each listening socket of the process's network namespace, with its address."""
    found = {}
    for table in ("tcp", "tcp6"):
        for line in read(pid, "net", table).splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTEN:
                host, port = fields[1].split(":")
                found[fields[9]] = {"address": address(host), "port": int(port, 16)}
    return found


def listening(pid):
    sockets = set()
    try:
        for fd in os.listdir(f"/proc/{pid}/fd"):
            target = os.readlink(f"/proc/{pid}/fd/{fd}")
            if target.startswith("socket:["):
                sockets.add(target[8:-1])
    except OSError:
        pass
    return [place for inode, place in listeners(pid).items() if inode in sockets] if sockets else []


def times(pid):
    # The program's name, in brackets, may contain spaces.
    fields = read(pid, "stat").rpartition(")")[2].split()
    if len(fields) <= 19:
        return {"started": 0, "cpuMs": 0}
    return {"started": int(fields[19]), "cpuMs": (int(fields[11]) + int(fields[12])) * 1000 // os.sysconf("SC_CLK_TCK")}


def describe(pid, fields):
    held = [int(fields.get(name, "0"), 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")]
    return {
        "pid": pid,
        "parent": int(fields["PPid"]),
        "inside": int(fields["NSpid"].split()[-1]),
        "state": fields["State"][0],
        "argv": read(pid, "cmdline").split("\0")[:-1],
        "uid": int(fields["Uid"].split()[1]),
        "gid": int(fields["Gid"].split()[1]),
        "capabilities": f"{held[0] | held[1] | held[2] | held[3]:x}",
        "bounding": f"{int(fields.get('CapBnd', '0'), 16):x}",
        "noNewPrivileges": fields.get("NoNewPrivs") == "1",
        "seccomp": int(fields.get("Seccomp", "0")),
        **times(pid),
        "listening": listening(pid),
    }


def all_by_namespace():
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (fields := status(name)).get("NSpid"):
            found.setdefault(namespace(name, "pid"), []).append(describe(int(name), fields))
    return found


def with_descent(processes, first):
    family = {first}
    while grown := {one["pid"] for one in processes if one["parent"] in family} - family:
        family |= grown
    return [{**one, "descends": one["pid"] in family} for one in processes]


order = json.load(sys.stdin)
spaces = all_by_namespace()
print(
    json.dumps(
        {
            one["id"]: with_descent(spaces.get(namespace(one["pid"], "pid"), []), one["pid"])
            for one in order["containers"]
        }
    )
)
