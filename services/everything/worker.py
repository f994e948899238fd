"""A service of the workload everything with several replicas: each does its work alone, and shows by a file that it does.

Environment: REPLICA, which the approach sets, WORK_SECONDS, STATE_FOLDER: a file there, named after the replica, is touched after each
piece of work. It logs that by the names of its outputs, as many servers do, and ends if one cannot be opened.
"""

# First: it blocks the signals.
from common import begin, log

import os
import time
from itertools import cycle
from pathlib import Path

NAME = "worker"
OUTPUTS = "/dev/stdout", "/dev/stderr", "/proc/self/fd/1", "/proc/self/fd/2"


def main():
    replica = int(os.environ["REPLICA"])
    state = Path(os.environ["STATE_FOLDER"], f"replica-{replica}")
    state.touch()
    begin(NAME, always={"replica": replica})
    for path in cycle(OUTPUTS):
        time.sleep(float(os.environ["WORK_SECONDS"]))
        state.touch()
        with open(path, "ab", buffering=0) as output:
            log(NAME, "worked", replica=replica, path=path, output=output.fileno())


if __name__ == "__main__":
    main()
