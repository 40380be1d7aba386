# shellcheck shell=bash
# Shared by the scripts beside it; sourced, never run.
# Environments that a script makes for itself: which Python, a virtual environment, and when it is out of date.

# GDAL, PROJ and Python variables of another program (QGIS, conda) break the libraries inside the wheels.
unset PYTHONHOME PYTHONPATH PYTHONSTARTUP VIRTUAL_ENV LD_LIBRARY_PATH LD_PRELOAD \
    PROJ_LIB PROJ_DATA GDAL_DATA GDAL_DRIVER_PATH
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

say() { printf '%s\n' "$*"; }

fail() {
    printf 'Error: %s\n' "$*" >&2
    exit 1
}

# Prints the path of a Python that is new enough and can make virtual environments; $L4S_PYTHON goes first.
find_python() {
    local candidate old="" incomplete=""
    for candidate in ${L4S_PYTHON:+"$L4S_PYTHON"} python3.12 python3.11 python3.10 python3.13 python3; do
        command -v "$candidate" >/dev/null 2>&1 || continue
        if ! "$candidate" -I -c 'import sys; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1; then
            old="$candidate"
        elif ! "$candidate" -I -c 'import venv, ensurepip' >/dev/null 2>&1; then
            incomplete="$candidate"
        else
            "$candidate" -I -c 'import sys; print(sys.executable)'
            return
        fi
    done
    if [[ -n "$incomplete" ]]; then
        fail "$incomplete cannot make virtual environments; install that with: apt-get install python3-venv"
    elif [[ -n "$old" ]]; then
        fail "the Python here is older than 3.10; install a newer one, or name one with L4S_PYTHON=/path/to/python3"
    fi
    fail "there is no Python here; install it with: apt-get install python3 python3-venv"
}

# One line that changes when any of the given files or folders (or what they contain) changes.
fingerprint() {
    find "$@" -type f -not -path '*/__pycache__/*' -not -name '.*' -print0 | LC_ALL=C sort -z |
        xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

# make_venv FOLDER PYTHON: a virtual environment, made anew when it is missing or its Python is gone.
make_venv() {
    local folder="$1" python="$2"
    if ! "$folder/bin/python" -I -c 'import pip' >/dev/null 2>&1; then
        rm -rf "$folder"
        "$python" -m venv "$folder" || fail "the virtual environment $folder could not be made"
    fi
}

# The warnings about where packages lie on some systems are harmless and hide what matters.
quiet_pip() {
    local python="$1"
    shift
    "$python" -m pip "$@" 2> >(grep -v 'Location .* is ignored' >&2 || true)
}

# How many test processes: one for each core, and at most four, as each may hold two gigabytes. L4S_TEST_PROCESSES says
# another number.
test_processes() {
    local cores
    cores=$(nproc 2>/dev/null || printf 1)
    printf '%s' "${L4S_TEST_PROCESSES:-$((cores < 4 ? cores : 4))}"
}
