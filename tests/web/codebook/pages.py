"""The pages of the codebook that tests walk through, by name: small ones, for a browser's checks grow with a page."""

from __future__ import annotations

ON = "on=2026-05-12"
PAGES = {
    "desk": "/codebook/",
    "search": "/codebook/?q=broken+left+wrist",
    "search-nothing": "/codebook/?q=zzxxqqy",
    "bad-date": "/codebook/?on=yesterday",
    "book": f"/codebook/icd10cm/?{ON}",
    "chapter": f"/codebook/icd10cm/4?{ON}",
    "category": f"/codebook/icd10cm/J45?{ON}",
    "code": f"/codebook/icd10cm/E11.22?{ON}",
    "stem": "/codebook/icd10cm/S72.001?step=verify&term=index/fracture.femur.neck.left",
    "unknown": "/codebook/icd10cm/E11.23",
    "hcpcs": "/codebook/hcpcs/J1885",
    "cpt": "/codebook/cpt/27447",
    "guidelines": "/codebook/guidelines/",
    "guidelines-found": "/codebook/guidelines/?q=heart+failure",
    "guideline": f"/codebook/guidelines/I.C.9.a/?{ON}",
    "index": "/codebook/index/?q=fracture+femur+neck",
    "letter": "/codebook/index/X",
    "neoplasm": "/codebook/neoplasm/W",
    "drugs": "/codebook/drugs/Q",
    "pcs": "/codebook/pcs/?code=0DT",
    "pcs-done": "/codebook/pcs/?code=0DTJ4ZZ",
    "pcs-unlawful": "/codebook/pcs/?code=0DTJ9ZZ",
    "table": "/codebook/icd10pcs/0DT",
    "operations": "/codebook/pcs/operations/?section=1",
    "pcs-index": "/codebook/pcs/index/?q=laparoscopic+appendectomy",
    "keys": "/codebook/pcs/keys/?q=pylorus",
    "tools": "/codebook/tools/",
    "units": "/codebook/tools/units?code=J1885&dose=40+mg&vials=60+mg&payer=medicare",
    "units-error": "/codebook/tools/units?code=J1885&dose=much&vials=60+mg&payer=medicare",
    "em": "/codebook/tools/em?category=office&payer=other&patient=established"
    "&problem_stable_chronic=2&risk_prescription_drug=on",
    "anesthesia": "/codebook/tools/anesthesia?code=00790&minutes=95&payer=medicare&role=physician"
    "&factor=20.50&time_rule=tenth",
    "raf": "/codebook/tools/raf?diagnoses=E11.22+I50.9&age=72&sex=F&model=CMS-HCC+V28%3A2026&dual=none&orec=0",
    "map": "/codebook/map?code=E10.21&to=icd9",
    "modifiers": "/codebook/modifiers/?line=RT+26+TC&q=part",
    "modifier": "/codebook/modifiers/25?code=27447",
    "places": "/codebook/place-of-service/?q=home",
    "releases": "/codebook/releases/",
    "diff": "/codebook/releases/diff?a=icd10cm-2023-10-01-titles&b=icd10cm-2026-04-01",
}
