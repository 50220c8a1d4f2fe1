#!/bin/sh
# Runs pytest: pytest.sh VENV_BIN ARGUMENTS. A test of a browser or a process that fails is run once more, alone, and named.
#
# Two browsers, two servers and the tests share two cores: a page or a process may be late for no fault of its own. A fault fails
# again; what does not is told as unsteady, so that it is looked at. No other test has a second chance.
set -u
bin=$1
shift
left() { "$bin/python" -c 'import json, pathlib; p = pathlib.Path(".pytest_cache/v/cache/lastfailed"); print(len(json.loads(p.read_text())) if p.exists() else 0)'; }

rm -f .pytest_cache/v/cache/lastfailed
"$bin/pytest" "$@"
status=$?
[ "$status" = 1 ] || exit "$status"

before=$(left)
printf 'codeward: %s failed; those of browsers and processes are run once more, alone\n' "$before" >&2
CODEWARD_TEST_PATIENCE=60000 "$bin/pytest" --last-failed --last-failed-no-failures none "$@" -m "browser or process" -n 0
after=$(left)
[ "$before" = "$after" ] || printf 'codeward: UNSTEADY: %s failed once and passed alone, see above\n' "$((before - after))" >&2
[ "$after" = 0 ] && exit 0
exit 1
