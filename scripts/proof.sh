#!/bin/sh
# The long proofs: proof.sh VENV_BIN. What `make test` leaves out so that it stays short: tests marked "proof", and a
# sample of the mutation run over grading and edits.
set -eu
bin=$1
shift
cd "$(dirname "$0")/.."
# The proxy of docs/how-to/run-a-school.md is started with the very text of the page, where it can be had.
if ! command -v nginx >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light; } >/dev/null 2>&1 ||
        printf 'codeward: could not install nginx; the proofs that need it will be skipped\n' >&2
fi
# The tests start many processes: where Python may keep no compiled files, each compiles the whole house again.
unset PYTHONDONTWRITEBYTECODE
scripts/pytest.sh "$bin" -n "${CODEWARD_TEST_WORKERS:-2}" --dist worksteal -m proof "$@"
"$bin/python" bench/mutation.py grading --sample 12 --seed 2 --allow 3
"$bin/python" bench/mutation.py edits --sample 12 --seed 2 --allow 3
