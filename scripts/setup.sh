#!/bin/sh
# Makes the virtual environment named on the command line and installs the locked dependencies in it;
# `setup.sh VENV tests` also asks for what the tests drive: a browser and a database.
# On Debian, as root, a missing package is installed; otherwise it is named.
set -eu
venv=$1
purpose=${2:-run}
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

# PDF is laid out by Pango.
PATH="$PATH:/sbin:/usr/sbin" ldconfig -p | grep -q libpangoft2 || need libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
if [ "$purpose" = tests ]; then
    command -v chromium >/dev/null 2>&1 || need chromium
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need postgresql
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --editable .

# Answers of this month are prepared: the first ones come as fast as the others.
[ -x "$venv/bin/openfisca-lyon" ] && "$venv/bin/openfisca-lyon" warm || echo "Not prepared: first answers will be slow." >&2
