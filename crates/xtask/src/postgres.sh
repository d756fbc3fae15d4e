# Keeps a throw-away PostgreSQL for as long as standard input stays open. Run by postgres.rs:
#   sh -c SCRIPT NAME PROGRAMS PORT
# The first line of standard input is the password. Prints "ready" when the server answers. When standard input
# ends, because xtask is done or dead, the server is stopped and its folder removed.
set -eu
programs=$1
port=$2

# Ctrl-C reaches the whole terminal; the way to end this script is the end of its input.
trap '' INT TERM HUP
unset PGDATA PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE PGOPTIONS PGSERVICE
umask 077

parent=${TMPDIR:-/tmp}
[ -d "$parent" ] && [ -w "$parent" ] && [ -x "$parent" ] || parent=/tmp
folder=$(mktemp -d "$parent/innkeeper-postgres.XXXXXX")
clean_up() {
    "$programs/pg_ctl" stop --pgdata="$folder/data" --mode=immediate --silent >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap clean_up EXIT

IFS= read -r password
printf '%s\n' "$password" >"$folder/password"
# `password` and not `scram-sha-256`: it never leaves the machine, and tests open many connections.
"$programs/initdb" --pgdata="$folder/data" --username=innkeeper --pwfile="$folder/password" --auth=password \
    --encoding=UTF8 --locale=C --no-sync --no-instructions >"$folder/log" 2>&1 || {
    cat "$folder/log" >&2
    exit 1
}

# Safe from a crash is what this data need not be.
cat >>"$folder/data/postgresql.conf" <<SETTINGS
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$folder'
max_connections = 400
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = '4GB'
autovacuum = off
SETTINGS
"$programs/pg_ctl" start --pgdata="$folder/data" --log="$folder/log" --wait --timeout=60 --silent >/dev/null || {
    cat "$folder/log" >&2
    exit 1
}

echo ready
cat >/dev/null
