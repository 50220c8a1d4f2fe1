#!/bin/sh
# Every benchmark in turn: bench.sh VENV_BIN. Each prints its own table of ratios.
set -eu
bin=$1
cd "$(dirname "$0")/.."
for script in bench/bench_*.py bench/search_quality.py; do
    printf '\n== %s\n' "$script"
    "$bin/python" "$script"
done
