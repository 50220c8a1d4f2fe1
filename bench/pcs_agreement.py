"""How far the labels derived from the code list agree with CMS's Tables XML, and every disagreement.

python bench/pcs_agreement.py icd10pcs_tables_2021.xml
"""

from __future__ import annotations

import sys
from pathlib import Path

from codeward.codesets.icd10pcs.agreement import compare
from codeward.codesets.icd10pcs.from_codes import read_codes
from codeward.codesets.icd10pcs.labels import derive
from codeward.codesets.icd10pcs.official import read_tables
from codeward.codesets.releases import packaged


def main(tables: Path) -> None:
    codes = next(row.paths[0] for row in packaged() if row.release.system == "icd10pcs")
    found = compare(derive(read_codes(codes)), read_tables(tables).labels)
    shares = " ".join(f"{section} {found.share(section):.2%}" for section in sorted(found.compared))
    print(f"{found.codes} codes, labels that agree: {found.share():.2%} ({shares})")
    for row in found.disagreements:
        print(*row, sep="\t")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
