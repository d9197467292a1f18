# shellcheck shell=sh
# A throwaway PostgreSQL and Redis for one test run. Sourced by ./test, which calls stop_services on exit.
# Everything lives in $WORK; the machine's own services and their data are never touched.

server_pids=""
# Where ./test --quick remembers the services that it leaves running.
KEPT="$ROOT/var/test-services"

# PostgreSQL refuses to run as root, so root borrows the account that Debian's package made.
service_user() {
    if [ "$(id -u)" -ne 0 ]; then
        id -un
    elif id postgres >/dev/null 2>&1; then
        printf 'postgres\n'
    else
        printf 'nobody\n'
    fi
}

# Replaces the (sub)shell by the command, so that its process id is the one a caller knows.
exec_as_service_user() {
    if [ "$(id -u)" -eq 0 ]; then
        exec setpriv --reuid="$(service_user)" --regid="$(id -g "$(service_user)")" --clear-groups "$@"
    fi
    exec "$@"
}

# The newest PostgreSQL on this machine; Debian keeps the server programs outside PATH.
postgres_bin() {
    for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) "$(dirname "$(command -v postgres || echo /none/x)")"; do
        if [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ]; then
            printf '%s\n' "$folder"
            return 0
        fi
    done
    return 1
}

free_port() {
    "$VENV_PYTHON" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# answers PORT: waits up to 30 seconds for a server to accept connections.
answers() {
    "$VENV_PYTHON" - "$1" <<'EOF'
import socket, sys, time
deadline = time.monotonic() + 30
while time.monotonic() < deadline:
    try:
        socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=1).close()
        sys.exit(0)
    except OSError:
        time.sleep(0.1)
sys.exit(1)
EOF
}

# serve LOG COMMAND...: in the background, and ended by the kernel should this shell be killed.
serve_with="setpriv --pdeathsig INT"
serve() {
    log=$1
    shift
    # shellcheck disable=SC2086  # a command and its options, split on purpose
    (exec_as_service_user $serve_with "$@") >"$log" 2>&1 </dev/null &
    server_pids="$server_pids $!"
}

start_postgres() {
    bin=$(postgres_bin) || fail "PostgreSQL ontbreekt."
    mkdir -p "$WORK/postgres"
    chown "$(service_user)" "$WORK/postgres"
    (exec_as_service_user "$bin/initdb" --pgdata="$WORK/postgres/data" --username=nhveilig --auth=trust \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync) >"$WORK/initdb.log" 2>&1 || { cat "$WORK/initdb.log" >&2 && return 1; }
    port=$(free_port)
    # Nothing here has to survive a power cut.
    serve "$WORK/postgres.log" "$bin/postgres" -D "$WORK/postgres/data" -p "$port" -k "$WORK/postgres" \
        -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum_naptime=5s \
        -c jit=off
    answers "$port" || { cat "$WORK/postgres.log" >&2 && return 1; }
    export DATABASE_URL="postgres://nhveilig@127.0.0.1:$port/postgres"
}

start_redis() {
    port=$(free_port)
    mkdir -p "$WORK/redis"
    chown "$(service_user)" "$WORK/redis"
    serve "$WORK/redis.log" redis-server --port "$port" --bind 127.0.0.1 --dir "$WORK/redis" --save '' \
        --appendonly no --maxmemory-policy noeviction
    answers "$port" || { cat "$WORK/redis.log" >&2 && return 1; }
    export TEST_REDIS_URL="redis://127.0.0.1:$port/0" REDIS_URL="redis://127.0.0.1:$port/0"
}

stop_services() {
    for pid in $server_pids; do
        kill -INT "$pid" 2>/dev/null || true
    done
    for pid in $server_pids; do
        wait "$pid" 2>/dev/null || true
    done
    server_pids=""
}

# keep_services: those of the last time if they answer, and otherwise new ones that outlive this shell.
keep_services() {
    if [ -f "$KEPT" ]; then
        # shellcheck disable=SC1090
        . "$KEPT"
        # shellcheck disable=SC2086
        kill -0 $server_pids 2>/dev/null && return 0
        stop_kept_services
    fi
    WORK=$(mktemp -d) && chmod 711 "$WORK" && mkdir -p "$ROOT/var"
    serve_with="setsid"
    start_postgres && start_redis || return 1
    export NHVEILIG_VAR="$WORK/var"
    cat >"$KEPT" <<EOF
WORK='$WORK' server_pids='$server_pids'
export NHVEILIG_VAR='$WORK/var' DATABASE_URL='$DATABASE_URL' TEST_REDIS_URL='$TEST_REDIS_URL' REDIS_URL='$REDIS_URL'
EOF
}

stop_kept_services() {
    [ -f "$KEPT" ] || return 0
    # shellcheck disable=SC1090
    . "$KEPT"
    # shellcheck disable=SC2086
    kill -INT $server_pids 2>/dev/null || true
    rm -rf "$KEPT" "${WORK:?}"
    server_pids=""
}
