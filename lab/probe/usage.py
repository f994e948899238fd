"""Measures memory and processes of containers, and of the processes outside that run for them. Reads cgroup v1 and v2.

Input: containers (list of id and pid: that of its PID 1 on the host), ports (published on the host), pss (whether to add up PSS).
Prints JSON in bytes: containers (by id: anonymous, workingSet, peak, pss, processes) and outside (pss, processes): shims and port proxies.
PSS: a page that n processes share counts as 1/n of a page for each (proc(5), smaps_rollup).
"""

import json
import os
import sys

ROOT = "/sys/fs/cgroup"


def read(*parts):
    try:
        with open(os.path.join(*parts), "rb") as file:
            return file.read().decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return ""


def group_of(container, pid):
    """Folder of the container's own cgroup; its PID 1 may have moved to one below."""
    unified = None
    for line in read("/proc", str(pid), "cgroup").splitlines():
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
    return unified


def fields(text):
    return {name: int(value) for name, value in (line.split() for line in text.splitlines() if len(line.split()) == 2)}


def memory(folder):
    stat = fields(read(folder, "memory.stat"))
    if read(folder, "memory.current"):
        usage, peak = int(read(folder, "memory.current")), int(read(folder, "memory.peak") or 0)
        anonymous, inactive = stat.get("anon", 0), stat.get("inactive_file", 0)
    else:
        usage, peak = int(read(folder, "memory.usage_in_bytes")), int(read(folder, "memory.max_usage_in_bytes"))
        anonymous, inactive = stat.get("total_rss", 0), stat.get("total_inactive_file", 0)
    return {"anonymous": anonymous, "workingSet": usage - inactive, "peak": peak}


def processes(folder):
    found = []
    for place, _, _ in os.walk(folder):
        found += [int(pid) for pid in read(place, "cgroup.procs").split()]
    return found


def pss(pid):
    for line in read("/proc", str(pid), "smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def outside(ids, ports):
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        words = read("/proc", name, "cmdline").split("\0")
        program = os.path.basename(words[0])
        if program.startswith("containerd-shim") and any(word in ids for word in words):
            found.append(int(name))
        if program == "docker-proxy" and any(word in ports for word in words):
            found.append(int(name))
    return found


order = json.load(sys.stdin)
add = (lambda pids: sum(map(pss, pids))) if order["pss"] else (lambda pids: 0)
containers = {}
for container in order["containers"]:
    folder = group_of(container["id"], container["pid"])
    if folder is None:
        raise SystemExit(f"the container {container['id']} has no memory cgroup")
    pids = processes(folder)
    containers[container["id"]] = {**memory(folder), "pss": add(pids), "processes": sorted(pids)}
helpers = outside({container["id"] for container in order["containers"]}, set(map(str, order["ports"])))
print(json.dumps({"containers": containers, "outside": {"pss": add(helpers), "processes": len(helpers)}}))
