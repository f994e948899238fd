# Becomes Redis, with the password of PASSWORD_FILE, which is in no command line. Environment: PASSWORD_FILE, DATA_FOLDER, RUN_FOLDER.

set -eu
umask 077
{
  cat /app/redis/redis.conf
  # Each byte as a number: a password may have quotes and newlines.
  printf 'requirepass "%s"\ndir "%s"\n' "$(od -A n -t x1 -v "$PASSWORD_FILE" | tr -d ' \n' | sed 's/../\\x&/g')" "$DATA_FOLDER"
} >"$RUN_FOLDER/redis.conf"
exec /usr/bin/redis-server "$RUN_FOLDER/redis.conf"
