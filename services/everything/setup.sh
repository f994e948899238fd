#!/bin/sh
# The service of the workload everything that runs to completion: logs that it runs, takes a moment, and ends with 0.
echo '{"service": "setup", "event": "started"}'
sleep 1
echo '{"service": "setup", "event": "done"}'
