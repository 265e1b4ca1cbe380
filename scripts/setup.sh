#!/bin/sh
# Makes the virtual environment named on the command line and installs the locked dependencies in it.
# On Debian, as root, a missing Python package is installed; otherwise it is named.
set -eu
venv=$1
python=${PYTHON:-python3}

need() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    else
        echo "Please install: $*" >&2
        exit 1
    fi
}

command -v "$python" >/dev/null 2>&1 || need python3
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed." >&2; exit 1; }
"$python" -c 'import ensurepip, venv' 2>/dev/null || need python3-venv

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --editable .
