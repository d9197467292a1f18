# shellcheck shell=sh
# The checks of ./test, which sources this after bootstrap.sh and services.sh.

failures=""
parts=""
rows=""
begun=$(date +%s)
# Browsers, workers and waiting take turns on a core, so one more than there are; each has a database of Redis.
WORKERS=$(($(nproc) + 1))
[ "$WORKERS" -le 4 ] || WORKERS=4
[ "$WORKERS" -ge 2 ] || WORKERS=2

# A worker that has read the whole suite holds so much memory that looking up where it is takes a quarter of its time,
# unless its pages are large. glibc asks the kernel for those, Python's own allocator does not.
use_large_pages() {
    case $(cat /sys/kernel/mm/transparent_hugepage/enabled 2>/dev/null) in
        *'[madvise]'* | *'[always]'*) export PYTHONMALLOC=malloc GLIBC_TUNABLES=glibc.malloc.hugetlb=1 ;;
    esac
}

missing_test_packages() {
    missing_base_packages
    postgres_bin >/dev/null || printf ' postgresql'
    command -v redis-server >/dev/null || printf ' redis-server'
    command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || printf ' chromium-headless-shell'
    command -v node >/dev/null || printf ' nodejs'
    command -v qpdf >/dev/null || printf ' qpdf'
    command -v pdftotext >/dev/null || printf ' poppler-utils'
}

# check NAME COMMAND...: goes on after a failure, so that one run tells everything that is wrong.
check() {
    name=$1
    shift
    say ""
    say "== $name"
    check_begun=$(date +%s)
    outcome="goed"
    "$@" || {
        outcome="niet goed"
        failures="$failures
  $name"
    }
    seconds=$(($(date +%s) - check_begun))
    parts="$parts
$(printf '%6d s  %s' "$seconds" "$name")"
    rows="$rows
| $(date +%F) | $(commit) | $name | $outcome, $seconds s |"
}

# Of the code that was tested; a plus says that something of it is not committed.
commit() {
    command -v git >/dev/null || return 0
    printf '%s%s' "$(git rev-parse --short HEAD)" "$(git diff --quiet HEAD 2>/dev/null || printf '+')"
}

# Puts the parts of this run above those of earlier ones.
record() {
    printf '%s\n' "$rows" | sed '/^$/d' >"$WORK/rows"
    sed -i "/^|---/r $WORK/rows" docs/long-runs.md
}

# Says how long each part took, and ends the run.
report() {
    say ""
    say "Duur per onderdeel:$parts"
    say "$(printf '%6d s  samen' $(($(date +%s) - begun)))"
    say ""
    [ -z "$failures" ] || fail "Niet goed:$failures"
    say "Alles is goed."
}

python() { "$VENV_PYTHON" "$@"; }

lint() {
    check "ruff check" python -m ruff check .
    check "ruff format" python -m ruff format --check .
    check "import-linter" python "$VENV/bin/lint-imports"
    check "migrations" env DJANGO_SETTINGS_MODULE=nhveilig.settings.test "$VENV_PYTHON" manage.py makemigrations --check --dry-run
    check "djlint" python -m djlint --lint --quiet templates
}

# What only computes needs no browser.
test_scripts() { node --test tests/js/*.test.mjs; }

# pytest says 5 when it was asked for something that has no tests here, which is no failure.
run_pytest() {
    status=0
    # What a shell runs in the background ignores Ctrl-C, and so would the programs to which the tests send it.
    env --default-signal=INT "$VENV_PYTHON" -m pytest -q -n "$WORKERS" --dist loadgroup "$@" || status=$?
    [ "$status" -eq 5 ] || return "$status"
}

run_pytest_on_sqlite() {
    (
        unset DATABASE_URL REDIS_URL TEST_REDIS_URL
        # Reading every test to leave most of them out takes as long as some of them.
        # shellcheck disable=SC2046  # names of files, split on purpose
        [ "$#" -gt 0 ] || set -- $(grep -rl --include='test_*.py' 'mark\.sqlite' tests)
        run_pytest --only-sqlite "$@"
    )
}

# One after the other: each has all cores.
test_on_both() {
    if start_postgres && start_redis; then
        check "pytest op PostgreSQL en Redis" run_pytest "$@"
    else
        failures="$failures
  PostgreSQL of Redis start niet"
    fi
    check "pytest op SQLite" run_pytest_on_sqlite "$@"
}

# One room, without what takes a browser, a worker or a PDF, on services and databases that are there still.
quick() {
    keep_services || fail "PostgreSQL of Redis start niet."
    for argument in "$@"; do
        shift
        [ ! -e "tests/$argument" ] || argument="tests/$argument"
        set -- "$@" "$argument"
    done
    run_pytest -m "not e2e and not worker and not pdf" "$@"
}
