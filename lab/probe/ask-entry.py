"""Makes one request for /. Argument: JSON with variable (the environment variable with the host) and port. Prints JSON: status, body."""

import json
import os
import sys
from urllib.request import urlopen

order = json.loads(sys.argv[1])
with urlopen(f"http://{os.environ[order['variable']]}:{order['port']}/", timeout=3) as answer:
    print(json.dumps({"status": answer.status, "body": answer.read().decode(errors="replace")}))
