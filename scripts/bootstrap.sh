# shellcheck shell=sh
# Shared by ./start and ./test: system packages and the virtual environment. Sourced, never run.
# Works under dash on a machine with nothing but Debian's essential packages.

VENV="$ROOT/.venv"
VENV_PYTHON="$VENV/bin/python"

say() { printf '%s\n' "$*"; }

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# Runs a command as root; fails when that cannot be done without waiting for a person who is not there.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        sudo "$@"
    else
        return 1
    fi
}

apt_quietly() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" >>"$apt_log" 2>&1 </dev/null
}

# install_packages NAME...: one sentence with the exact command when this machine does not let us.
install_packages() {
    command -v apt-get >/dev/null 2>&1 ||
        fail "Op dit systeem ontbreken (Debian-namen): $*. Installeer ze en probeer het opnieuw."
    as_root true || fail "Er ontbreken systeempakketten; voer eerst uit: sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
    say "Systeempakketten installeren: $*"
    apt_log=$(mktemp)
    if apt_quietly update && apt_quietly install -y --no-install-recommends "$@"; then
        rm -f "$apt_log"
        return 0
    fi
    tail -n 20 "$apt_log" >&2
    rm -f "$apt_log"
    fail "Installeren is mislukt; de melding van apt-get staat hierboven."
}

python_suits() {
    "$1" -c 'import sys, ensurepip, venv, sqlite3; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# Debian's own Python comes first: it is built with optimisations that self-built ones usually lack.
find_python() {
    for candidate in "${PYTHON:-}" /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
        if [ -n "$candidate" ] && python_suits "$candidate"; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

has_library() {
    # ldconfig is outside an ordinary user's PATH on Debian.
    for ldconfig in /sbin/ldconfig /usr/sbin/ldconfig; do
        [ -x "$ldconfig" ] && "$ldconfig" -p | grep -q "$1" && return 0
    done
    return 1
}

# What the portal itself needs of the system: Python, and Pango for the PDFs.
missing_base_packages() {
    find_python >/dev/null || printf ' python3 python3-venv'
    has_library 'libpangoft2-1\.0\.so\.0' || printf ' libpangoft2-1.0-0'
    has_library 'libharfbuzz-subset\.so\.0' || printf ' libharfbuzz-subset0'
    [ -e /usr/share/zoneinfo/Europe/Amsterdam ] || printf ' tzdata'
}

ensure_system_packages() {
    [ -z "$1" ] && return 0
    # shellcheck disable=SC2086  # a list of package names, split on purpose
    install_packages $1
}

sha256_of() { sha256sum "$@" | sha256sum | cut -d ' ' -f 1; }

venv_works() {
    python_suits "$VENV_PYTHON" && "$VENV_PYTHON" -m pip --version >/dev/null 2>&1
}

stamp_of() { printf '%s\n' "$VENV/installed-$(basename "$1" .txt)"; }

# The stamp is written last, so an interrupted install is simply done again.
mark_installed() { sha256_of "$1" >"$(stamp_of "$1")"; }

is_installed() { [ "$(cat "$(stamp_of "$1")" 2>/dev/null)" = "$(sha256_of "$1")" ]; }

ensure_python() {
    venv_works && return 0
    python=$(find_python) || fail "Er is geen Python 3.11 of nieuwer gevonden."
    say "Python-omgeving maken in .venv"
    rm -rf "$VENV"
    "$python" -m venv "$VENV" || fail "De Python-omgeving kon niet worden gemaakt."
}

# ensure_venv FILE: the packages of a requirements file, checked against their hashes.
ensure_venv() {
    ensure_python
    is_installed "$1" && return 0
    say "Python-pakketten installeren (eenmalig)"
    "$VENV_PYTHON" -m pip install --quiet --no-input --disable-pip-version-check --only-binary :all: \
        --require-hashes -r "$1" || fail "De Python-pakketten konden niet worden geïnstalleerd."
    mark_installed "$1"
}
