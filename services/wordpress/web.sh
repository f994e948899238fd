# Becomes nginx. Environment: PHP_HOST, RUN_FOLDER.

set -eu
umask 077
# In a container of its own PHP may get another address, so its name is looked up again; localhost stays.
resolver=
php=127.0.0.1
if [ "$PHP_HOST" != localhost ]; then
  while read -r word value _; do
    [ "$word" != nameserver ] || { resolver="resolver $value valid=2s ipv6=off;"; break; }
  done </etc/resolv.conf
  php=$PHP_HOST
fi
sed -e "s|@RESOLVER@|$resolver|" -e "s|@PHP@|$php|" /app/web/nginx.conf >"$RUN_FOLDER/nginx.conf"
exec /usr/sbin/nginx -p "$RUN_FOLDER" -c "$RUN_FOLDER/nginx.conf"
