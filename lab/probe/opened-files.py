"""Traces which files containers open, from their first program on until the entry answers, and packs exactly those.

Each container was started with a shell that waits for SIGUSR1 and then executes the real command; the tracer attaches before that.
Input: containers (list of name and pid: that of its PID 1 on the host), host and port (to ask), seconds (to answer within), settle (seconds
to go on after the answer), folder (for the archives). Prints JSON: answered, and by container files (path, bytes) and archive (path of a
tar file).
"""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tarfile
import time

MARK = "until-traced"
CALLS = "%file,fchdir"
REQUEST = b"GET / HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n"
ATTACH_SECONDS = 10
# 4021 openat(AT_FDCWD</folder>, "name", O_RDONLY) = 3</real/name>
CALL = re.compile(r'^\d+ +(?:<\.\.\. )?(\w+)')
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
FOLDER = re.compile(r'\((?:AT_FDCWD|\d+)<([^>]*)>')
REAL = re.compile(r'= \d+<(/[^>]*)>$')
LOADER = re.compile(rb"/lib[\w./-]*/ld-[\w.-]+\.so\.\d")
MOST_LINKS = 40


def read(*parts):
    try:
        with open(os.path.join("/proc", *map(str, parts)), "rb") as file:
            return file.read().decode(errors="replace")
    except OSError:
        return ""


def waiting_shell(first):
    """The container's PID 1, or its child if docker-init is PID 1."""
    family = [first]
    for pid in family:
        argv = read(pid, "cmdline").split("\0")
        # The command line of docker-init contains the whole command.
        if argv[0] == "/bin/sh" and MARK in argv:
            return pid
        family += [int(child) for child in read(pid, "task", pid, "children").split()]
    raise SystemExit("the container does not wait to be traced")


def attach(container, folder):
    pid = waiting_shell(container["pid"])
    log = os.path.join(folder, container["name"] + ".trace")
    words = ["strace", "-f", "-y", "-s", "4096", "-e", f"trace={CALLS}", "-e", "signal=none", "-o", log, "-p", str(pid)]
    tracer = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + ATTACH_SECONDS
    while "TracerPid:\t0" in read(pid, "status"):
        if tracer.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"cannot trace {container['name']}: {tracer.stderr.read().strip() if tracer.poll() else 'in time'}")
        time.sleep(0.02)
    return {**container, "tracer": tracer, "log": log, "main": pid}


def answers(host, port):
    try:
        with socket.create_connection((host, port), 1) as connection:
            connection.settimeout(2)
            connection.sendall(REQUEST)
            return connection.recv(12).endswith(b" 200")
    except OSError:
        return False


def touched(log):
    """Paths that existed when a program opened, ran or inspected them."""
    paths = set()
    with open(log, errors="surrogateescape") as file:
        for line in file:
            name = CALL.match(line)
            if name is None or " = -1 " in line or "resumed>" in line[:40]:
                if real := REAL.search(line.rstrip()):
                    paths.add(real[1])
                continue
            if quoted := QUOTED.search(line):
                base = FOLDER.search(line)
                text = quoted[1].encode().decode("unicode_escape")
                paths.add(os.path.normpath(os.path.join(base[1] if base else "/", text)))
            if real := REAL.search(line.rstrip()):
                paths.add(real[1])
    return {path for path in paths if path.startswith("/")}


def interpreter(path):
    """What the kernel opens to run a file, which no trace shows: the dynamic loader, or the interpreter in the first line."""
    try:
        with open(path, "rb") as file:
            head = file.read(4096)
    except OSError:
        return None
    if head.startswith(b"#!"):
        return head[2:].split(maxsplit=1)[0].decode()
    found = LOADER.search(head) if head.startswith(b"\x7fELF") else None
    return found[0].decode() if found else None


class Root:
    """A container's file system from outside; links are followed inside it."""

    def __init__(self, pid):
        self.root = f"/proc/{pid}/root"
        self.device = os.stat(self.root).st_dev
        self.entries = {}

    def add(self, path, links=0):
        at = ""
        for part in [one for one in path.split("/") if one]:
            at = f"{at}/{part}"
            try:
                found = os.lstat(self.root + at)
            except OSError:
                return
            # A mount is not part of the image.
            if found.st_dev != self.device:
                return
            self.entries[at] = found
            if stat.S_ISLNK(found.st_mode):
                target = os.path.normpath(os.path.join(os.path.dirname(at), os.readlink(self.root + at)))
                rest = path[len(at) :] if path.startswith(at) else ""
                if links < MOST_LINKS:
                    self.add(target + rest, links + 1)
                return
        if at and stat.S_ISREG(self.entries[at].st_mode) and (loader := interpreter(self.root + at)):
            if loader not in self.entries:
                self.add(loader, links)

    def pack(self, archive):
        with tarfile.open(archive, "w") as tar:
            for path in sorted(self.entries):
                tar.add(self.root + path, arcname=path.lstrip("/"), recursive=False)
        return [
            {"path": path, "bytes": found.st_size}
            for path, found in sorted(self.entries.items())
            if stat.S_ISREG(found.st_mode)
        ]


def pack(traced):
    root = Root(traced["main"])
    for path in touched(traced["log"]):
        root.add(path)
    archive = traced["log"].replace(".trace", ".tar")
    return {"files": root.pack(archive), "archive": archive}


order = json.load(sys.stdin)
os.makedirs(order["folder"], exist_ok=True)
traced = [attach(container, order["folder"]) for container in order["containers"]]
for one in traced:
    os.kill(one["main"], signal.SIGUSR1)
deadline = time.monotonic() + order["seconds"]
while not (answered := answers(order["host"], order["port"])) and time.monotonic() < deadline:
    time.sleep(0.1)
if answered:
    time.sleep(order["settle"])
result = {"answered": answered, "containers": {one["name"]: pack(one) for one in traced} if answered else {}}
for one in traced:
    # strace detaches.
    one["tracer"].send_signal(signal.SIGINT)
    one["tracer"].wait()
print(json.dumps(result))
