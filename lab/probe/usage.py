"""Measures memory and processes of deployments, and of the processes outside that run for them. Reads cgroup v1 and v2.

Input: deployments (list of containers: list of id and pid, that of its PID 1 on the host; and ports: published on the host), pages
(whether to count pages), settle (seconds, share, within, quiet; or null): waits until for so many seconds the same processes have run and
their anonymous memory has changed by no more than the share, and with `quiet` until no process of `docker exec` is there, but not longer
than `within` seconds.
Prints JSON, in bytes: containers (by id: anonymous, workingSet, peak, kernel or null, processes), deployments (list of inside, total:
distinct pages that this one and those before it in the list map inside, and with the processes outside; null if the kernel hides them),
outside (number of shims and port proxies), settled (stable, seconds), swapped (bytes of the processes inside and outside).
Processes that `docker exec` started, such as health checks, do not count as processes, nor do their pages.
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


def group_of(container, pid):
    """Folder of the container's own cgroup; its PID 1 may have moved to one below."""
    unified = None
    for line in read("/proc", pid, "cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        parts = path.split("/")
        own = [index for index, part in enumerate(parts) if container in part]
        if not own:
            continue
        path = "/".join(parts[: own[0] + 1]).lstrip("/")
        if "memory" in controllers.split(","):
            return os.path.join(ROOT, "memory", path)
        if controllers == "":
            unified = os.path.join(ROOT, path)
    if unified is None:
        raise SystemExit(f"the container {container} has no memory cgroup")
    return unified


def fields(text):
    return {name: int(value) for name, value in (line.split() for line in text.splitlines() if len(line.split()) == 2)}


def memory(folder):
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


def members(folder):
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


def docker_processes():
    """Shims and port proxies of the host: PID to command line."""
    found = {}
    for name in os.listdir("/proc"):
        words = read("/proc", name, "cmdline").split("\0") if name.isdigit() else [""]
        if os.path.basename(words[0]).startswith(("containerd-shim", "docker-proxy")):
            found[int(name)] = words
    return found


def outside(deployment, processes):
    """By a word of its command line: shims have the container's id, port proxies the port."""
    words = {container["id"] for container in deployment["containers"]} | {str(port) for port in deployment["ports"]}
    return [pid for pid, its in processes.items() if words.intersection(its)]


def look(folders, firsts):
    """The processes of each container, by id, without those of `docker exec`, and whether there are any of these."""
    parent_of = parents()
    own = {one: members(folder) & family(firsts[one], parent_of) for one, folder in folders.items()}
    return own, any(members(folders[one]) - pids for one, pids in own.items())


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


def distinct(deployments, own, processes):
    """Bytes of the pages that deployments map, each with those before it."""
    if not zero_frames() or zero_frames() == {0}:
        return [{"inside": None, "total": None} for _ in deployments]
    inside, helpers, found = set(), set(), []
    for one in deployments:
        inside.update(*(frames_of(pid) for container in one["containers"] for pid in own[container["id"]]))
        helpers.update(*(frames_of(pid) for pid in outside(one, processes)))
        found.append({"inside": len(inside) * PAGE, "total": len(inside | helpers) * PAGE})
    return found


order = json.load(sys.stdin)
deployments = order["deployments"]
containers = [container for one in deployments for container in one["containers"]]
firsts = {one["id"]: one["pid"] for one in containers}
folders = {one["id"]: group_of(one["id"], one["pid"]) for one in containers}
settled = settle(folders, firsts, **order["settle"]) if order["settle"] else None
own, _ = look(folders, firsts)
groups = {one: memory(folder) for one, folder in folders.items()}
processes = docker_processes()
helpers = [pid for one in deployments for pid in outside(one, processes)]
print(
    json.dumps(
        {
            "containers": {one: {**groups[one], "processes": len(pids)} for one, pids in own.items()},
            "deployments": distinct(deployments, own, processes) if order["pages"] else [],
            "outside": len(helpers),
            "settled": settled,
            "swapped": status_bytes([pid for pids in own.values() for pid in pids] + helpers, "VmSwap"),
        }
    )
)
