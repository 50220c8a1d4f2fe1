#!/bin/sh
# The long proofs: proof.sh VENV_BIN. What `make test` leaves out so that it stays short: tests marked "proof", and a
# sample of the mutation run over grading and edits.
set -eu
bin=$1
shift
cd "$(dirname "$0")/.."
"$bin/pytest" -n "${CODEWARD_TEST_WORKERS:-2}" --dist loadgroup -m proof "$@"
"$bin/python" bench/mutation.py grading --sample 12 --seed 2 --allow 3
"$bin/python" bench/mutation.py edits --sample 12 --seed 2 --allow 3
