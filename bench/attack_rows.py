"""A row for every endpoint: which fields it takes, of which kind, and what a lawful request looks like.

``tests/web/test_attack_rows.py`` fails when an address of the school has no row here, so that a new endpoint is
attacked before it is open. To add one, name its fields; `attack.py` does the rest.
"""

from __future__ import annotations

from typing import Final

from attack_inputs import ADDRESS, CHOICE, CODE, DATE, FLAG, NUMBER, TEXT, WORDS
from attack_row import MAIL, PID, Fields, Row, words
from attack_staff import STAFF

__all__ = ["ROWS"]

ON: Fields = {"on": (DATE, "2026-05-12")}
_SYSTEM: Fields = {"system": (CHOICE, "icd10cm")}
_ATTEMPT = {"public_id": ("attempt", "")}
_DONE = {"public_id": ("result", "")}
_CHART = {"chart_id": ("chart", "")}
_MARK = {"mark_id": ("mark", "")}
_CODE = {"code": (CODE, "E11.9")}
_CODING = {"system": ("coding", "icd10cm")}
_COLLECTED: Fields = {
    "system": (CHOICE, "icd10cm"),
    "code": (CODE, "E11.9"),
    "modifiers": (TEXT, ""),
    "pad": (TEXT, ""),
}
_LESSON = {"lesson_id": ("slug", "w0")}
_EXAM = {"exam": ("slug", "cpc")}
_DRILL: Fields = {
    "skills": (TEXT, "dx.side"),
    "day": (DATE, "2026-06-01"),
    "generator": (CHOICE, "side"),
    "topic": (CODE, ""),
    "level": (NUMBER, "2"),
    "seed": (NUMBER, "7"),
    "right": (NUMBER, "0"),
    "kind": (CHOICE, ""),
    "turn": (TEXT, ""),
    "began": (NUMBER, "0"),
}
_INDEX = {"book": ("indexbook", "index")}
_UNIT: Fields = {
    "code": (CODE, "J1885"),
    "dose": (WORDS, "40 mg"),
    "vials": (WORDS, "30 mg, 60 mg"),
    "multi": (FLAG, ""),
    "strength": (WORDS, "30 mg/ml"),
    "per": (WORDS, "15 mg"),
    "payer": (CHOICE, "medicare"),
    "packaged": (FLAG, ""),
    "dispensed": (FLAG, ""),
}
_EM: Fields = {
    "category": (CHOICE, "office"),
    "payer": (CHOICE, "other"),
    "patient": (CHOICE, "established"),
    "last_seen": (DATE, "2025-05-12"),
    "stage": (CHOICE, ""),
    "setting": (CHOICE, "office"),
    "tests": (CODE, "80053, 85025"),
    "interpreted": (CODE, "93000"),
    "reported": (CODE, ""),
    "notes": (NUMBER, "1"),
    "historian": (FLAG, ""),
    "discussion": (FLAG, ""),
    "minutes": (NUMBER, "30"),
    "minutes_separately_reported": (NUMBER, ""),
    "minutes_other_days": (NUMBER, ""),
    "age": (NUMBER, "40"),
    "hours": (NUMBER, ""),
    "minutes_by_other": (NUMBER, ""),
    "problem_minor": (NUMBER, "1"),
    "code": (CODE, "99214"),
}
_ANESTHESIA: Fields = {
    "code": (CODE, "00910"),
    "minutes": (NUMBER, "75"),
    "base": (NUMBER, "3"),
    "factor": (NUMBER, "20.50"),
    "payer": (CHOICE, "medicare"),
    "status": (CHOICE, "P2"),
    "circumstances": (CHOICE, "99100"),
    "role": (CHOICE, "physician"),
    "concurrent": (NUMBER, "0"),
    "time_rule": (CHOICE, "tenth"),
    "minutes_per_unit": (NUMBER, "15"),
}
_RAF: Fields = {
    "diagnoses": (CODE, "E11.22, N18.4, I50.22"),
    "age": (NUMBER, "72"),
    "sex": (CHOICE, "F"),
    "model": (CHOICE, "CMS-HCC V28:2026"),
    "dual": (CHOICE, "none"),
    "orec": (CHOICE, "0"),
}
_CLAIM: Fields = {
    "kind": (CHOICE, "inpatient"),
    "start": (DATE, "2026-05-12"),
    "age_years": (NUMBER, "60"),
    "place": (TEXT, "11"),
    "rest": (WORDS, ""),
    "d0-code": (CODE, "E11.9"),
    "d0-poa": (CHOICE, "Y"),
    "p0-code": (CODE, "0DTJ4ZZ"),
    "l0-code": (CODE, "99213"),
    "l0-modifiers": (TEXT, "25"),
    "l0-units": (NUMBER, "1"),
    "l0-pointers": (TEXT, "A"),
    "l0-date": (DATE, "2026-05-12"),
    "l0-charge": (NUMBER, "145.00"),
    "try": (WORDS, ""),
    "keep": (WORDS, ""),
}
_PASSWORD: Fields = {"password": (TEXT, "correct horse battery")}

ROWS: Final[dict[str, Row]] = {
    "pages:home": Row(words()),
    "pages:about": Row(words()),
    "pages:glossary": Row(words()),
    "pages:find": Row(words()),
    "guided:first": Row(
        {**words(), "code": (CODE, "H60.331"), "pick": (FLAG, "1")},
        {"do": (CHOICE, "check"), "value": (CODE, "H60.331"), "n": (CHOICE, "0")},
    ),
    "pages:healthz": Row(who="nobody"),
    "pages:design": Row(),
    "pages:design-wizard": Row(
        {}, {"name": (WORDS, "A"), "email": (WORDS, "a@example.org")}, path={"step": ("slug", "you")}
    ),
    # Accounts
    "accounts:account": Row(),
    "accounts:profile": Row(None, {"display_name": (TEXT, "A"), "time_zone": (CHOICE, "America/Chicago")}),
    "accounts:shortcuts": Row(None, {"on": (FLAG, "on"), "search": (CHOICE, "/"), "submit": (CHOICE, "s")}),
    "accounts:export": Row(None, {}),
    "accounts:delete": Row({}, {**_PASSWORD, "sure": (FLAG, "")}, who="nobody"),
    "accounts:theme": Row(None, {"theme": (CHOICE, "dark"), "next": (ADDRESS, "/")}),
    "accounts:start": Row({}, {}, path={"token": ("token", "x")}, who="nobody"),
    "account_login": Row(
        {"next": (ADDRESS, "/")}, {"login": (WORDS, "a@example.org"), **_PASSWORD}, who="nobody"
    ),
    "account_logout": Row({}, None),
    "account_inactive": Row(who="nobody"),
    "account_signup": Row(
        {"next": (ADDRESS, "/")}, {**MAIL, "password1": (TEXT, "correct horse battery")}, who="nobody"
    ),
    "account_reauthenticate": Row({}, _PASSWORD),
    "account_email": Row({}, {**MAIL, "action_add": (FLAG, "on")}),
    "account_email_verification_sent": Row(who="nobody"),
    "account_change_password": Row(
        {}, {"oldpassword": (TEXT, "x"), "password1": (TEXT, "correct horse battery")}
    ),
    "account_set_password": Row({}, {"password1": (TEXT, "correct horse battery")}),
    "account_reset_password": Row({}, MAIL, who="nobody"),
    "account_confirm_login_code": Row({}, {"code": (CODE, "123456")}, who="nobody"),
    "account_confirm_email": Row({}, {}, path={"key": ("slug", "x")}, who="nobody"),
    "account_reset_password_from_key": Row(
        {}, {}, path={"uidb36": ("slug", "1"), "key": ("slug", "x")}, who="nobody"
    ),
    "account_reset_password_done": Row(who="nobody"),
    "account_reset_password_from_key_done": Row(who="nobody"),
    "mfa_index": Row(),
    "mfa_authenticate": Row({}, {"code": (CODE, "123456")}, who="nobody"),
    "mfa_reauthenticate": Row({}, {"code": (CODE, "123456")}),
    "mfa_activate_totp": Row({}, {"code": (CODE, "123456")}),
    "mfa_deactivate_totp": Row({}, {}),
    "mfa_view_recovery_codes": Row(),
    "mfa_generate_recovery_codes": Row({}, {}),
    "mfa_download_recovery_codes": Row(),
    "accounts:devices": Row(),
    "accounts:device_end": Row(None, {}, path=PID),
    "accounts:devices_end": Row(None, {}, who="nobody"),
    "usersessions_list": Row({}, {}),
    "audit:activity": Row({"page": (NUMBER, "1"), "kind": (CHOICE, "")}),
    "notices:list": Row({"page": (NUMBER, "1"), "kind": (CHOICE, "")}),
    "notices:open": Row({}, {}, path=PID),
    "notices:read": Row(None, {}, path=PID),
    "notices:read_all": Row(None, {}),
    "notices:settings": Row(
        {}, {"quiet_from": (CHOICE, "22:00"), "quiet_until": (CHOICE, "07:00"), "digest": (CHOICE, "daily")}
    ),
    "notices:off": Row({}, {}, path={"text": ("token", "x")}, who="nobody"),
    # Charts and results
    "charts:list": Row({"setting": (CHOICE, "office"), "page": (NUMBER, "1")}),
    "charts:chart": Row(path=_CHART),
    "charts:claim": Row(path=_CHART),
    "charts:query-hints": Row(None, None, json="query", path=_CHART),
    "charts:attempt-claim": Row(path=_DONE),
    "charts:edits": Row(None, {}, path=_ATTEMPT),
    "charts:start": Row(None, {}, path=_CHART),
    "charts:operations": Row({}, None, json="operations", path=_ATTEMPT, heavy="operations"),
    "charts:submit": Row({}, {}, path=_ATTEMPT),
    "charts:resume": Row(None, {}, path=_DONE),
    "results:result": Row(path=_DONE),
    "results:past": Row(path={**_DONE, "number": ("int", "1")}),
    "results:again": Row(None, {}, path=_DONE),
    "results:correct": Row(None, {}, path=_DONE),
    "results:contest": Row({}, {"text": (TEXT, "I disagree")}, path={**_DONE, "row": ("slug", "1")}),
    "results:corrected": Row(path=PID, who="staff"),
    "results:settle": Row(
        None,
        {"decision": (CHOICE, "kept"), "answer": (TEXT, "x"), "reason": (TEXT, "x")},
        path=PID,
        who="staff",
    ),
    "progress:progress": Row({"page": (NUMBER, "1")}),
    # The codebook
    "codebook:desk": Row({**words(), **_SYSTEM, **ON}),
    "codebook:search": Row({**words(), **_SYSTEM, "billable": (FLAG, "1"), "chapter": (CHOICE, "4"), **ON}),
    "codebook:concept": Row({**_SYSTEM, **ON}, path=_CODE),
    "codebook:modifiers-for": Row(
        {**words(), "code": (CODE, "99213"), "kind": (CHOICE, "professional"), "with": (CODE, "25"), **ON}
    ),
    "codebook:paragraph": Row({"c": (WORDS, "I.C.4.a"), **ON}),
    "codebook:citation": Row({"c": (WORDS, "I.C.4.a"), "release": (CHOICE, "")}),
    "codebook:guidelines": Row({**words(), **ON}),
    "codebook:guideline": Row(ON, path={"section": (CODE, "I.C.9.a")}),
    "codebook:guidelines-short": Row({**words(), **ON}),
    "codebook:guideline-short": Row(ON, path={"section": (CODE, "I.C.9.a")}),
    "codebook:index": Row({**words(), **ON}, path=_INDEX),
    "codebook:index-find": Row({**words(), **ON}, path=_INDEX),
    "codebook:index-term": Row(ON, path={**_INDEX, "term_id": (CODE, "diabetes")}),
    "codebook:index-letter": Row({**ON, "page": (NUMBER, "1")}, path={**_INDEX, "letter": (CODE, "D")}),
    "codebook:pcs": Row({"code": (CODE, "0DT"), "at": (NUMBER, "3"), **ON}),
    "codebook:pcs-index": Row({**words(), "page": (NUMBER, "1"), **ON}),
    "codebook:pcs-letter": Row({**words(), "page": (NUMBER, "1")}, path={"letter": (CODE, "R")}),
    "codebook:pcs-keys": Row({**words(), "kind": (CHOICE, "body_part")}),
    "codebook:pcs-operations": Row({"section": (CHOICE, "0")}),
    "codebook:tools": Row(),
    "codebook:units": Row(_UNIT),
    "codebook:em": Row(_EM),
    "codebook:anesthesia": Row(_ANESTHESIA),
    "codebook:raf": Row(_RAF),
    "codebook:map": Row({"code": (CODE, "E11.22"), "to": (CHOICE, "icd9"), "reverse": (FLAG, ""), **ON}),
    "codebook:modifiers": Row(
        {**words(), "setting": (CHOICE, "physician"), "line": (WORDS, "99213-25, 93000"), **ON}
    ),
    "codebook:modifier": Row(words("code", "99213"), path={"code": (CODE, "25")}),
    "codebook:places": Row({**words(), "rate": (CHOICE, "facility")}),
    "codebook:coding-date": Row(None, {"date": (DATE, "2026-05-12"), "next": (ADDRESS, "/codebook/")}),
    "codebook:releases": Row({"page": (NUMBER, "1")}),
    "codebook:diff": Row(
        {
            "a": (CHOICE, "icd10cm-2023-10-01-titles"),
            "b": (CHOICE, "icd10cm-2026-04-01"),
            "kind": (CHOICE, "added"),
            **words(),
            "page": (NUMBER, "1"),
        }
    ),
    "codebook:system": Row({**words(), "page": (NUMBER, "1"), **ON}, path=_CODING),
    "codebook:entry": Row(
        {"step": (CHOICE, "1"), "term": (WORDS, "diabetes"), **ON}, path={**_CODING, **_CODE}
    ),
    # One's own book
    "scrub:scrub": Row(
        {"example": (CHOICE, "inpatient"), "kind": (CHOICE, "outpatient")}, _CLAIM, who="nobody"
    ),
    "learning:hours": Row(),
    "exams:list": Row(),
    "exams:questions": Row(who="staff"),
    "exams:questions-section": Row(path={"exam": ("slug", "cpc"), "name": ("slug", "s1")}, who="staff"),
    "exams:questions-file": Row(
        None, {"as": (CHOICE, "qti")}, path={"exam": ("slug", "cpc"), "name": ("slug", "s1")}, who="staff"
    ),
    "exams:question-of-exams": Row(path={"item": ("slug", "cpc-s1-001")}, who="staff"),
    "exams:take-out": Row(
        None,
        {"act": (CHOICE, "suspend"), "reason": (TEXT, "x")},
        path={"item": ("slug", "cpc-s1-001")},
        who="staff",
    ),
    "exams:times": Row(words("who"), who="staff"),
    "exams:add-time": Row(None, {"minutes": (NUMBER, "5"), "reason": (TEXT, "x")}, path=PID, who="staff"),
    "exams:give-time": Row(
        None,
        {
            "factor": (NUMBER, "125"),
            "breaks": (NUMBER, "5"),
            "until": (DATE, "2027-03-03"),
            "reason": (TEXT, "x"),
        },
        path=PID,
        who="staff",
    ),
    "exams:end-time": Row(None, {"reason": (TEXT, "x")}, path=PID, who="staff"),
    "exams:exam": Row(path=_EXAM),
    "exams:plan": Row(None, {"day": (DATE, "2027-03-03")}, path=_EXAM),
    "exams:start": Row(None, {"length": (CHOICE, "short"), "timing": (CHOICE, "untimed")}, path=_EXAM),
    "exams:result-pdf": Row(path=PID),
    "exams:sitting": Row(path=PID),
    "exams:question": Row(
        None,
        {"sequence": (NUMBER, "0"), "a1": (NUMBER, "0"), "a1-note": (TEXT, ""), "go": (CHOICE, "next")},
        path={**PID, "place": ("int", "1")},
    ),
    "exams:all": Row(path=PID),
    "exams:review": Row(None, {"act": (CHOICE, "submit")}, path=PID),
    "exams:break": Row(None, {"act": (CHOICE, "end")}, path=PID),
    "exams:changes": Row({}, {"changes": (TEXT, "")}, path=PID),
    "exams:result": Row(path=PID),
    "courses:program": Row({"track": (CHOICE, "")}),
    "courses:syllabus": Row(),
    "courses:word-parts": Row({**words(), "part": (TEXT, "gastr/o")}),
    "courses:module": Row(path={"module_id": ("slug", "guidelines")}),
    "courses:skill": Row(path={"skill_id": ("slug", "dx.with")}),
    "courses:lesson": Row(path=_LESSON),
    "courses:ask": Row(path={**_LESSON, "form_id": ("slug", "recall1-1")}),
    "courses:answer": Row(
        None,
        {"ask": (TEXT, "w0-k1"), "answer": (WORDS, "1"), "act": (CHOICE, "check"), "key": (TEXT, "")},
        path=_LESSON,
    ),
    "courses:test-out": Row(
        post={"item": (TEXT, ""), "answer": (WORDS, "1"), "act": (CHOICE, "begin"), "key": (TEXT, "")},
        path=_LESSON,
    ),
    "courses:placement": Row(
        post={
            "item": (TEXT, ""),
            "answer": (WORDS, "1"),
            "act": (CHOICE, "begin"),
            "sitting": (TEXT, ""),
            "key": (TEXT, ""),
        },
    ),
    "courses:placed": Row({"reasons": (FLAG, "")}, path={"sitting": ("pid", "")}),
    "courses:taught": Row(),
    "courses:taught-lesson": Row(path=_LESSON),
    "courses:place": Row(None, {"section": (TEXT, "opening")}, path=_LESSON),
    "courses:drill": Row({**_DRILL, "form": (TEXT, "")}),
    "courses:drill-answer": Row(
        None,
        {
            **_DRILL,
            "form": (TEXT, "drill"),
            "answer": (WORDS, "1"),
            "act": (CHOICE, "check"),
            "key": (TEXT, ""),
        },
    ),
    "scratchpad:scratchpad": Row(),
    "scratchpad:add": Row(None, _COLLECTED),
    "scratchpad:collect": Row(None, _COLLECTED),
    "scratchpad:new": Row(None, {}),
    "scratchpad:pad": Row(path=PID),
    "scratchpad:here": Row(None, {}, path=PID),
    "scratchpad:settings": Row(
        None,
        {
            "name": (TEXT, "Monday"),
            "kind": (CHOICE, "professional"),
            "day": (DATE, "2026-05-12"),
            "age": (NUMBER, "64"),
            "sex": (CHOICE, "female"),
            "discharge_status": (TEXT, "01"),
        },
        path=PID,
    ),
    "scratchpad:delete": Row(None, {}, path=PID),
    "scratchpad:file": Row(path={**PID, "kind": ("slug", "csv")}),
    "scratchpad:change": Row(
        None,
        {"modifiers": (TEXT, "25"), "day": (DATE, "2026-05-12"), "poa": (CHOICE, "Y")},
        path=PID,
    ),
    "scratchpad:remove": Row(None, {}, path=PID),
    "scratchpad:up": Row(None, {}, path=PID),
    "scratchpad:down": Row(None, {}, path=PID),
    "ownbook:own": Row({**words(), "page": (NUMBER, "1"), "undo": (CHOICE, "")}),
    "ownbook:export": Row(),
    "ownbook:import": Row(None, {}, heavy="imports"),
    "ownbook:carry": Row(
        {"from": (CHOICE, "icd10cm-2023-10-01-titles"), "to": (CHOICE, "icd10cm-2026-04-01")},
        {
            "from": (CHOICE, "icd10cm-2023-10-01-titles"),
            "to": (CHOICE, "icd10cm-2026-04-01"),
            "also": (CHOICE, ""),
        },
    ),
    "ownbook:turn": Row(None, {}, path=_MARK),
    "ownbook:marks": Row(
        {"release": (CHOICE, "icd10cm-2026-04-01"), "prefix": (CODE, "E11")}, heavy="prefixes"
    ),
    "ownbook:mark": Row(path=_MARK),
    "ownbook:changes": Row(None, None, json="changes", heavy="changes"),
    # Programs
    "fhir:base": Row({}, None, json="fhir", who="nobody", heavy="fhir"),
    "fhir:": Row({}, None, json="fhir", who="nobody"),
    "fhir:endpoint": Row(
        {
            "url": (CODE, "http://hl7.org/fhir/sid/icd-10-cm?fhir_vs"),
            "system": (CODE, "x"),
            "filter": (WORDS, "diabetes"),
            "code": (CODE, "E11.9"),
            "count": (NUMBER, "20"),
            "offset": (NUMBER, "0"),
            "date": (DATE, "2026-05-12"),
            "_format": (CHOICE, "json"),
            "activeOnly": (CHOICE, "true"),
        },
        None,
        json="fhir",
        path={"where": ("fhir", "ValueSet/$expand")},
        who="nobody",
        heavy="expand",
    ),
    "api-v1:openapi-json": Row(who="nobody"),
    "api-v1:systems": Row(who="nobody"),
    "api-v1:lookup": Row({**_SYSTEM, **ON}, path=_CODE, who="nobody"),
    "api-v1:validate": Row({**_SYSTEM, **ON}, path=_CODE, who="nobody"),
    "api-v1:search": Row(
        {**words(), **_SYSTEM, **ON, "limit": (NUMBER, "200"), "billable": (FLAG, "1")},
        who="nobody",
        heavy="search_all",
    ),
    "api-v1:browse": Row(
        {"below": (CODE, "E11"), **ON}, path={"system": ("coding", "icd10cm")}, who="nobody", heavy="browse"
    ),
    "api-v1:diff": Row(
        {
            "a": (CHOICE, "icd10cm-2023-10-01-titles"),
            "b": (CHOICE, "icd10cm-2026-04-01"),
            "limit": (NUMBER, "5000"),
        },
        who="nobody",
    ),
    "api-v1:index": Row({**words(), **ON, "limit": (NUMBER, "200")}, who="nobody"),
    "api-v1:maps": Row(who="nobody"),
    "api-v1:map_code": Row({"to": (CHOICE, "icd9"), **ON}, path=_CODE, who="nobody"),
    "api-v1:scrub": Row({}, None, json="claims", who="nobody", heavy="claims"),
    "api-v1:drg": Row({}, None, json="claims", who="nobody"),
    "api-v1:price": Row({}, None, json="claims", who="nobody"),
    "api-v1:api-root": Row(who="nobody"),
    **STAFF,
}
"""Every endpoint, by the name of its address."""
