#!/bin/sh
# Nothing is left of a container that has ended: its unit's cgroup is gone, with all processes in it.
#   clean.sh FOLDER
