"""When a server started, by what it answers to GET /: its time less its uptime. Input: host, port, seconds (how long to try).

Prints started: ms since 1970, or null where it gives no good answer in time.
"""

import json
import sys
import time
from datetime import datetime
from http.client import HTTPConnection, HTTPException

PAUSE_SECONDS = 0.05

order = json.load(sys.stdin)
deadline = time.monotonic() + order["seconds"]


def started():
    connection = HTTPConnection(order["host"], order["port"], timeout=1)
    try:
        connection.request("GET", "/", headers={"Connection": "close"})
        response = connection.getresponse()
        body = json.loads(response.read())
        now = datetime.fromisoformat(body["timestamp"].replace("Z", "+00:00")).timestamp()
        return (now - body["uptime_seconds"]) * 1000
    except (OSError, HTTPException, ValueError, LookupError):
        return None
    finally:
        connection.close()


found = started()
while found is None and time.monotonic() < deadline:
    time.sleep(PAUSE_SECONDS)
    found = started()
print(json.dumps({"started": found}))
