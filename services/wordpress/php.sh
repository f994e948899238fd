# Becomes PHP's process manager, of the version that is installed. Environment: RUN_FOLDER.

set -eu
umask 007
mkdir -p "$RUN_FOLDER/tmp"
set -- /usr/sbin/php-fpm[0-9]*
exec "$1" --nodaemonize --fpm-config /app/php/fpm.conf
