#!/bin/sh
# All tests: test.sh VENV_BIN. Brings Chromium, PostgreSQL and strace where they are missing and it may (root with apt);
# where it may not, the tests that need them are skipped and say why.
set -u
bin=$1
shift
here=$(cd "$(dirname "$0")/.." && pwd)
cd "$here" || exit 1

say() { printf 'codeward: %s\n' "$*" >&2; }

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }
pg_bin() { for d in /usr/lib/postgresql/*/bin; do [ -x "$d/initdb" ] && printf '%s' "$d"; done | tail -n 1; }

wanted=""
command -v chromium >/dev/null 2>&1 || wanted="$wanted chromium"
[ -n "$(pg_bin)" ] || wanted="$wanted postgresql"
command -v strace >/dev/null 2>&1 || wanted="$wanted strace"
if [ -n "$wanted" ]; then
    if may_install; then
        say "installing$wanted for the tests"
        # shellcheck disable=SC2086
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted; } >/dev/null 2>&1 ||
            say "could not install$wanted; the tests that need them will be skipped"
    else
        say "no$wanted here and not root on Debian; the tests that need them will be skipped"
    fi
fi

# The tests start many processes: where Python may keep no compiled files, each compiles the whole house again.
unset PYTHONDONTWRITEBYTECODE
status=0
workers=${CODEWARD_TEST_WORKERS:-2}
say "engine, command line, curriculum, and web on SQLite"
scripts/pytest.sh "$bin" -n "$workers" --dist worksteal "$@" || status=$?

# A PostgreSQL of our own on a free port and a socket in a temporary folder: no service of the machine is touched.
pg=$(pg_bin)
if [ -z "$pg" ]; then
    say "web on PostgreSQL: skipped, no PostgreSQL server programs under /usr/lib/postgresql"
    exit "$status"
fi
data=$(mktemp -d)
as_owner=""
if [ "$(id -u)" = 0 ]; then
    chown postgres "$data"
    as_owner="runuser -u postgres --"
fi
port=$("$bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
stop() { $as_owner "$pg/pg_ctl" -D "$data/db" -m immediate stop >/dev/null 2>&1; rm -rf "$data"; }
trap stop EXIT INT TERM
if (cd "$data" && $as_owner "$pg/initdb" -D "$data/db" -U codeward --auth=trust -E UTF8 --locale=C.UTF-8 >/dev/null 2>"$data/initdb.log" &&
    $as_owner "$pg/pg_ctl" -D "$data/db" -w -l "$data/server.log" \
        -o "-c listen_addresses=127.0.0.1 -p $port -k $data -c fsync=off -c max_connections=200" start >/dev/null); then
    say "web on PostgreSQL"
    CODEWARD_TEST_DATABASE_URL="postgresql://codeward@127.0.0.1:$port/postgres" \
        scripts/pytest.sh "$bin" -n "$workers" --dist worksteal -m "not proof and not one_database" tests/web || status=$?
else
    say "PostgreSQL would not start:"
    cat "$data/initdb.log" "$data/server.log" >&2 2>/dev/null
    status=1
fi
exit "$status"
