"""Creates or removes a parent cgroup with limits for containers, in cgroup v1 or v2, as the cgroup driver cgroupfs lays them out.

Input: do (make or remove), parent (path of its own parent, such as /docker), name; for make: memory (bytes), pids.
Prints path: a container's parent cgroup for Docker. Remove also removes what containers left in it, and waits a moment for processes
that are still ending.
"""

import json
import os
import sys
import time

ROOT = "/sys/fs/cgroup"
REMOVE_SECONDS = 5

order = json.load(sys.stdin)
path = os.path.join(order["parent"], order["name"])
unified = os.path.exists(os.path.join(ROOT, "cgroup.controllers"))


def write(value, *parts):
    with open(os.path.join(*parts), "w") as file:
        file.write(str(value))


def make():
    if unified:
        group = ROOT
        for part in path.strip("/").split("/"):
            # A parent must enable the controllers that its child limits.
            write("+memory +pids", group, "cgroup.subtree_control")
            group = os.path.join(group, part)
            os.makedirs(group, exist_ok=True)
        write(order["memory"], group, "memory.max")
        if os.path.exists(os.path.join(group, "memory.swap.max")):
            write(0, group, "memory.swap.max")
        write(order["pids"], group, "pids.max")
        return
    memory, pids = (f"{ROOT}/{controller}{path}" for controller in ("memory", "pids"))
    os.makedirs(memory, exist_ok=True)
    write(order["memory"], memory, "memory.limit_in_bytes")
    if os.path.exists(os.path.join(memory, "memory.memsw.limit_in_bytes")):
        write(order["memory"], memory, "memory.memsw.limit_in_bytes")
    os.makedirs(pids, exist_ok=True)
    write(order["pids"], pids, "pids.max")


def places():
    """Docker creates the cgroup in every hierarchy."""
    tops = [ROOT] if unified else sorted({os.path.realpath(entry.path) for entry in os.scandir(ROOT) if entry.is_dir()})
    return [top + path for top in tops if os.path.isdir(top + path)]


def remove():
    deadline = time.monotonic() + REMOVE_SECONDS
    while left := places():
        try:
            for place in left:
                for folder, _, _ in os.walk(place, topdown=False):
                    os.rmdir(folder)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


make() if order["do"] == "make" else remove()
print(json.dumps({"path": path}))
