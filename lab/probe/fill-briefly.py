"""Tries to write bytes into every folder that programs usually write to, unless it is in memory, and removes them at once.

Argument: JSON with bytes. Prints the folders that took them all, as JSON. Stops at the first one: they are on the same disk.
"""

import json
import os
import sys

FOLDERS = ["/tmp", "/var/tmp", "/run", "/var/lib", "/var/log", "/home", "/app", os.path.expanduser("~"), os.getcwd(), "/"]
IN_MEMORY = {"tmpfs", "ramfs", "devtmpfs"}
CHUNK = b"\0" * 1_000_000


def kind(folder):
    """Type of the file system: that of the longest mount point that the folder is below."""
    with open("/proc/self/mountinfo") as file:
        mounts = [(fields[4], fields[fields.index("-") + 1]) for fields in map(str.split, file)]
    below = [one for one in mounts if folder == one[0] or folder.startswith(one[0].rstrip("/") + "/")]
    return max(below, key=lambda one: len(one[0]))[1]


def takes(folder, size):
    path = os.path.join(folder, f".lab-fill-{os.getpid()}")
    try:
        with open(path, "wb", buffering=0) as file:
            for _ in range(size // len(CHUNK)):
                if file.write(CHUNK) < len(CHUNK):
                    return False
        return True
    except OSError:
        return False
    finally:
        if os.path.exists(path):
            os.unlink(path)


size = json.loads(sys.argv[1])["bytes"]
folders = [one for one in dict.fromkeys(map(os.path.realpath, FOLDERS)) if os.path.isdir(one) and kind(one) not in IN_MEMORY]
print(json.dumps(next(([folder] for folder in folders if takes(folder, size)), [])))
