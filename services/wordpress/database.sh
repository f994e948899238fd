# Becomes MariaDB, with an empty data folder prepared first. Environment: DATA_FOLDER, RUN_FOLDER, PASSWORD_FILE.

set -eu
umask 077
export TMPDIR="$RUN_FOLDER"

# Under another name until it is whole: one that was killed meanwhile is made again.
if [ ! -d "$DATA_FOLDER/mariadb" ]; then
  rm -rf "$DATA_FOLDER/new"
  # No user of that name exists, so root cannot log in; what root has to do is in the file that is read at each start.
  mariadb-install-db --no-defaults --datadir="$DATA_FOLDER/new" --skip-test-db --skip-name-resolve \
    --auth-root-authentication-method=socket --auth-root-socket-user=none >"$RUN_FOLDER/install.log" 2>&1 ||
    { cat "$RUN_FOLDER/install.log" >&2; exit 1; }
  sync "$DATA_FOLDER/new"
  mv "$DATA_FOLDER/new" "$DATA_FOLDER/mariadb"
fi

# As SQL and option files quote: a password may have quotes and newlines.
quoted=$(sed -z "s/[\\\\']/\\\\&/g; s/\n/\\\\n/g" "$PASSWORD_FILE")
cat >"$RUN_FOLDER/init.sql" <<END
CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4;
CREATE OR REPLACE USER wordpress IDENTIFIED BY '$quoted';
GRANT ALL ON wordpress.* TO wordpress;
END
cat >"$RUN_FOLDER/client.cnf" <<END
[client]
protocol = tcp
host = 127.0.0.1
user = wordpress
password = '$quoted'
END

exec /usr/sbin/mariadbd --no-defaults --datadir="$DATA_FOLDER/mariadb" --tmpdir="$RUN_FOLDER" \
  --socket="$RUN_FOLDER/mariadb.sock" --pid-file="$RUN_FOLDER/mariadb.pid" --init-file="$RUN_FOLDER/init.sql" \
  --bind-address=0.0.0.0 --port=3306 --skip-name-resolve \
  --innodb-buffer-pool-size=64M --innodb-flush-log-at-trx-commit=1 --performance-schema=OFF --max-connections=32
