#!/bin/sh
# Makes or updates the virtual environment: venv.sh PYTHON VENV LOCKFILE
set -eu
python=$1 venv=$2 lock=$3

say() { printf '%s\n' "$*" >&2; }

if ! command -v "$python" >/dev/null 2>&1; then
    say "codeward: no '$python' here. Install Python 3.11 or newer (Debian: apt-get install python3 python3-venv), or say make PYTHON=/path/to/python"
    exit 1
fi
"$python" - <<'PY' || exit 1
import sys
if sys.version_info < (3, 11):
    sys.exit(f"codeward: Python {sys.version.split()[0]} is too old. Install Python 3.11 or newer, or say make PYTHON=/path/to/python")
PY
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    say "codeward: this Python cannot make a virtual environment. Install Debian's package python3-venv (apt-get install python$version-venv), then say make again"
    exit 1
fi
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
say "codeward: installing what $lock lists into $venv (a minute or two the first time)"
PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
export PIP_DISABLE_PIP_VERSION_CHECK PIP_ROOT_USER_ACTION
[ -x "$venv/bin/pip" ] || "$venv/bin/python" -m ensurepip --upgrade >/dev/null
"$venv/bin/python" -m pip install --quiet --require-hashes -r "$lock"
"$venv/bin/python" -m pip install --quiet --no-deps --editable .
