#!/bin/sh
set -e
if [ "$(id -u)" = 0 ]; then
  chown mysql:mysql /var/lib/mysql /run/mysqld
  exec setpriv --reuid=mysql --regid=mysql --clear-groups "$0" "$@"
fi
if [ ! -d /var/lib/mysql/mysql ]; then
  : "${MARIADB_ROOT_PASSWORD:?is missing}"
  mariadb-install-db --datadir=/var/lib/mysql --auth-root-authentication-method=normal --skip-test-db >/dev/null
  # As a text of SQL has it: a quote or a backslash with a backslash before it.
  password=$(printf %s "$MARIADB_ROOT_PASSWORD" | sed "s/[\\\\']/\\\\&/g")
  printf "CREATE DATABASE IF NOT EXISTS shop;\nALTER USER root@localhost IDENTIFIED BY '%s';\nCREATE USER root@'%%' IDENTIFIED BY '%s';\nGRANT ALL ON *.* TO root@'%%';\n" "$password" "$password" >/var/lib/mysql/init.sql
  set -- "$@" --init-file=/var/lib/mysql/init.sql
fi
exec "$@"
