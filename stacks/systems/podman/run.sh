#!/bin/sh
# Makes a container and starts it.
#   run.sh WORD...   of `podman run`
set -eu

# Times in logs are in the zone of the program that writes them, which podman starts with its own variables.
export TZ=UTC
# Without systemd there is nothing that takes timers for health checks: checks.sh runs them.
[ -d /run/systemd/system ] || export DISABLE_HC_SYSTEMD=true
exec podman --log-level=error run --detach "$@"
