"""Tells how much of the processors others have used: neither the lab nor Docker.

For each line of input, which has own (PID of the lab's program on this host, or null), containers (ids of the lab's in Docker) and names
(how the names of what the lab deploys begin: what names one in its command line belongs to the lab, with its descendants), prints a line about the time since the last one: seconds, cpus, others (seconds of processor time of all other processes), stolen (taken by the
hypervisor). The time of a process that came and went meanwhile is found at its parent, which has waited for it. What init has waited for
is left out: it may be anything. So is the kernel's own work.
"""

import json
import os
import sys
import time

TICK = os.sysconf("SC_CLK_TCK")
ENGINE = {"dockerd", "containerd", "docker-proxy", "docker-init", "runc"}
SHIM = "containerd-shim"
INIT, KERNEL = 1, 2


def stat_of(pid):
    """(name, parent, own ticks, waited ticks, start), or None if it has ended."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            text = file.read().decode(errors="replace")
    except OSError:
        return None
    name, rest = text[text.index("(") + 1 : text.rindex(")")], text[text.rindex(")") + 2 :].split()
    return name, int(rest[1]), int(rest[11]) + int(rest[12]), int(rest[13]) + int(rest[14]), int(rest[19])


def words_of(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read().decode(errors="replace").split("\0")
    except OSError:
        return []


def processes():
    found = {int(name): stat_of(name) for name in os.listdir("/proc") if name.isdigit()}
    return {pid: stat for pid, stat in found.items() if stat is not None}


def is_others(pid, all_processes, own, ids, names=None):
    """Whether a process belongs to others. A container's processes descend from its shim, or from what keeps it and names it."""
    while pid in all_processes and pid not in (INIT, KERNEL, 0):
        name, parent = all_processes[pid][:2]
        if pid == own or name in ENGINE:
            return False
        if name.startswith(SHIM):
            words = words_of(pid)
            return "-id" in words and not ids.intersection(words)
        if names and any(names in word for word in words_of(pid)):
            return False
        pid = parent
    return pid not in (KERNEL, 0)


def ended(pid, before, after):
    return pid not in after or after[pid][4] != before[pid][4]


def survivor(pid, before, after):
    """The nearest ancestor that still runs: in the end it has waited for all that its descendants used."""
    while pid in before and ended(pid, before, after):
        pid = before[pid][1]
    return pid


def used(before, after, own, ids, names=None):
    """Ticks of others between two lists of processes."""
    gone = {}
    for pid, (_, _, ticks, waited, _) in before.items():
        if ended(pid, before, after):
            heir = survivor(pid, before, after)
            gone[heir] = gone.get(heir, 0) + ticks + waited
    total = 0
    for pid, (_, _, ticks, waited, _) in after.items():
        if not is_others(pid, after, own, ids, names):
            continue
        old = before.get(pid)
        known = old is not None and not ended(pid, before, after)
        total += ticks - (old[2] if known else 0)
        if pid != INIT:
            # What has ended since then had used a part of this before.
            total += max(0, waited - (old[3] + gone.get(pid, 0) if known else 0))
    return total


def stolen_ticks():
    with open("/proc/stat") as file:
        return int(file.readline().split()[8])


def main():
    then, before, stolen = time.monotonic(), processes(), stolen_ticks()
    for line in sys.stdin:
        order = json.loads(line)
        now, after, stolen_now = time.monotonic(), processes(), stolen_ticks()
        ticks = used(before, after, order["own"], set(order["containers"]), order.get("names"))
        answer = {"seconds": now - then, "cpus": os.cpu_count(), "others": ticks / TICK}
        print(json.dumps({**answer, "stolen": (stolen_now - stolen) / TICK}), flush=True)
        then, before, stolen = now, after, stolen_now


if __name__ == "__main__":
    main()
