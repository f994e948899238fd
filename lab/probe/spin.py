"""Counts steps of a loop of whole numbers. Argument, or else input: JSON with steps. Prints seconds: processor time of this program for them."""

import json
import sys
import time

order = json.loads(sys.argv[1] if len(sys.argv) > 1 else sys.stdin.read())
begun = time.process_time()
total = 0
for step in range(order["steps"]):
    total += step & 7
print(json.dumps({"seconds": time.process_time() - begun}))
