"""Measures memory and processes of deployments, and of the processes outside that run for them. Reads cgroup v1 and v2.

Input: deployments (list of containers: list of id, name and pid, that of its PID 1 on the host; and ports: published on the host), helpers
(names of the programs that run outside for a container if a word of their command line is its id or its port; or null: all that name it
in their command line, and their descendants), pages (whether to count pages), settle (seconds, share, within, quiet; or null): waits until for so many seconds the same processes have run and
their anonymous memory has changed by no more than the share, and with `quiet` until no process of `docker exec` is there, but not longer
than `within` seconds.
Prints JSON, in bytes: containers (by id: anonymous, workingSet, peak, kernel, each null if it has no cgroup, and kernel if the kernel does
not account for it; processes), deployments (list of inside, total:
distinct pages that this one and those before it in the list map inside, and with the processes outside; null if the kernel hides them),
outside (number of processes outside), settled (stable, seconds), swapped (bytes of the processes inside and outside).
Processes that do not descend from PID 1, such as health checks, do not count as processes, nor do their pages.
"""

import json
import os
import sys
import time

from pages import PAGE, frames_of, zero_frames

ROOT = "/sys/fs/cgroup"
POLL_SECONDS = 0.1


def read(*parts):
    try:
        with open(os.path.join(*map(str, parts)), "rb") as file:
            return file.read().decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return ""


def group_of(container):
    """Folder of the container's own cgroup, or None; its PID 1 may have moved to one below. A system names it by the container's id or name."""
    unified = None
    for line in read("/proc", container["pid"], "cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        parts = path.split("/")
        own = [index for index, part in enumerate(parts) if container["id"] in part or container["name"] in part]
        if not own:
            continue
        path = "/".join(parts[: own[0] + 1]).lstrip("/")
        if "memory" in controllers.split(","):
            return os.path.join(ROOT, "memory", path)
        if controllers == "":
            unified = os.path.join(ROOT, path)
    return unified


def fields(text):
    return {name: int(value) for name, value in (line.split() for line in text.splitlines() if len(line.split()) == 2)}


def memory(folder):
    if folder is None:
        return {"anonymous": None, "workingSet": None, "peak": None, "kernel": None}
    stat = fields(read(folder, "memory.stat"))
    if read(folder, "memory.current"):
        usage, peak = int(read(folder, "memory.current")), int(read(folder, "memory.peak") or 0)
        anonymous, inactive, kernel = stat.get("anon", 0), stat.get("inactive_file", 0), kernel_of(stat)
    else:
        usage, peak = int(read(folder, "memory.usage_in_bytes")), int(read(folder, "memory.max_usage_in_bytes"))
        anonymous, inactive = stat.get("total_rss", 0), stat.get("total_inactive_file", 0)
        kernel = int(read(folder, "memory.kmem.usage_in_bytes") or 0)
        kernel += int(read(folder, "memory.kmem.tcp.usage_in_bytes") or 0) if kernel else 0
    # A container without any is one whose kernel does not account for it.
    return {"anonymous": anonymous, "workingSet": usage - inactive, "peak": peak, "kernel": kernel or None}


def kernel_of(stat):
    """Since Linux 5.18 there is a sum, without buffers of sockets."""
    parts = ("slab", "kernel_stack", "pagetables", "percpu")
    return stat.get("kernel", sum(stat.get(part, 0) for part in parts)) + stat.get("sock", 0)


def members(folder, first, parent_of):
    """Processes of a container: of its cgroup, or the family of its first."""
    if folder is None:
        return family(first, parent_of)
    return {int(pid) for place, _, _ in os.walk(folder) for pid in read(place, "cgroup.procs").split()}


def parents():
    found = {}
    for name in os.listdir("/proc"):
        # The program's name, in brackets, may contain spaces.
        if name.isdigit() and len(words := read("/proc", name, "stat").rpartition(")")[2].split()) > 1:
            found[int(name)] = int(words[1])
    return found


def family(pid, parent_of):
    found = {pid}
    while grown := {child for child, parent in parent_of.items() if parent in found} - found:
        found |= grown
    return found


def status_bytes(pids, key):
    return sum(value for pid in pids if (value := status_field(pid, key)))


def status_field(pid, key):
    for line in read("/proc", pid, "status").splitlines():
        if line.startswith(f"{key}:"):
            return int(line.split()[1]) * 1024
    return 0


def command_lines():
    """Words of every process of the host, by PID."""
    found = {int(name): read("/proc", name, "cmdline").split("\0") for name in os.listdir("/proc") if name.isdigit()}
    return {pid: words for pid, words in found.items() if words != [""]}


def space_of(pid):
    try:
        return os.readlink(f"/proc/{pid}/ns/pid")
    except OSError:
        return None


def outside(deployment, helpers, processes, own):
    """Processes that run outside for a deployment. @param own those of each container, by id"""
    containers = deployment["containers"]
    if helpers is not None:
        words = {container["id"] for container in containers} | {str(port) for port in deployment["ports"]}
        named = {pid: its for pid, its in processes.items() if os.path.basename(its[0]).startswith(tuple(helpers))}
        return [pid for pid, its in named.items() if words.intersection(its)]
    words = [container[key] for container in containers for key in ("id", "name")]
    parent_of = parents()
    naming = {pid for pid, its in processes.items() if any(word in one for one in its for word in words)}
    found = set().union(*(family(pid, parent_of) for pid in naming))
    inside = set().union(*(own[container["id"]] for container in containers))
    # What a health check has started is in a container's namespace, and no descendant of its PID 1.
    spaces = {space_of(container["pid"]) for container in containers} - {space_of("self")}
    return [pid for pid in found - inside if pid in processes and space_of(pid) not in spaces]


def look(folders, firsts):
    """The processes of each container, by id, without those that do not descend from PID 1, and whether there are any of these."""
    parent_of = parents()
    all_of = {one: members(folder, firsts[one], parent_of) for one, folder in folders.items()}
    own = {one: pids & family(firsts[one], parent_of) for one, pids in all_of.items()}
    return own, any(all_of[one] - pids for one, pids in own.items())


def settle(folders, firsts, seconds, share, within, quiet):
    begun = time.monotonic()
    since = begun
    reference = None
    while True:
        own, strangers = look(folders, firsts)
        pids = set().union(*own.values())
        anonymous = status_bytes(pids, "RssAnon")
        now = time.monotonic()
        if reference is None or pids != reference[0] or abs(anonymous - reference[1]) > share * reference[1]:
            reference, since = (pids, anonymous), now
        stable = now - since >= seconds and not (quiet and strangers)
        if stable or now - begun >= within:
            return {"stable": stable, "seconds": round(now - begun, 1)}
        time.sleep(POLL_SECONDS)


def distinct(deployments, own, outside_of):
    """Bytes of the pages that deployments map, each with those before it."""
    if not zero_frames() or zero_frames() == {0}:
        return [{"inside": None, "total": None} for _ in deployments]
    inside, helpers, found = set(), set(), []
    for index, one in enumerate(deployments):
        inside.update(*(frames_of(pid) for container in one["containers"] for pid in own[container["id"]]))
        helpers.update(*(frames_of(pid) for pid in outside_of[index]))
        found.append({"inside": len(inside) * PAGE, "total": len(inside | helpers) * PAGE})
    return found


order = json.load(sys.stdin)
deployments = order["deployments"]
containers = [container for one in deployments for container in one["containers"]]
firsts = {one["id"]: one["pid"] for one in containers}
folders = {one["id"]: group_of(one) for one in containers}
# Nor do the programs outside count that come and go, such as those that run a health check: only those that were there before it settled.
lasting = set(parents()) if order["settle"] and order["helpers"] is None else None
settled = settle(folders, firsts, **order["settle"]) if order["settle"] else None
own, _ = look(folders, firsts)
groups = {one: memory(folder) for one, folder in folders.items()}
processes = command_lines()
outside_of = [outside(one, order["helpers"], processes, own) for one in deployments]
if lasting is not None:
    outside_of = [[pid for pid in pids if pid in lasting] for pids in outside_of]
helpers = [pid for pids in outside_of for pid in pids]
print(
    json.dumps(
        {
            "containers": {one: {**groups[one], "processes": len(pids)} for one, pids in own.items()},
            "deployments": distinct(deployments, own, outside_of) if order["pages"] else [],
            "outside": len(helpers),
            "settled": settled,
            "swapped": status_bytes([pid for pids in own.values() for pid in pids] + helpers, "VmSwap"),
        }
    )
)
