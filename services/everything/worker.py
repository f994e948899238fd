"""A service of the workload everything with several replicas: each does its work alone, and shows by a file that it does.

Environment: REPLICA, which the approach sets, WORK_SECONDS, STATE_FOLDER: a file there, named after the replica, is touched after each
piece of work.
"""

# First: it blocks the signals.
from common import begin, log

import os
import time
from pathlib import Path

NAME = "worker"


def main():
    replica = int(os.environ["REPLICA"])
    state = Path(os.environ["STATE_FOLDER"], f"replica-{replica}")
    state.touch()
    begin(NAME, always={"replica": replica})
    while True:
        time.sleep(float(os.environ["WORK_SECONDS"]))
        state.touch()
        log(NAME, "worked", replica=replica)


if __name__ == "__main__":
    main()
