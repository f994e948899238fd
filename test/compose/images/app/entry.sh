#!/bin/sh
# As images do it: prepares, and becomes the command. Values of *_FILE are read into the variable.
set -e
if [ -n "$CACHE_PASSWORD_FILE" ]; then
  CACHE_PASSWORD=$(cat "$CACHE_PASSWORD_FILE")
  export CACHE_PASSWORD
fi
echo "entry: $*"
case "$1" in
  serve | work | migrate | crash-once | check) exec python3 /app/app.py "$@" ;;
  *) exec "$@" ;;
esac
