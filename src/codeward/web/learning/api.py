"""What other apps may use of learning. They import from here and nowhere deeper."""

from codeward.web.learning.hours import Activity, minutes, note_activity, on_plan
from codeward.web.learning.models import ContentVersion, Response, TestOut
from codeward.web.learning.responses import (
    Given,
    ResponseError,
    first_checks,
    record,
    record_all,
    responses,
    seen,
)
from codeward.web.learning.standings import due, states
from codeward.web.learning.testouts import (
    TestOutRefused,
    end_test_out,
    may_test_out_from,
    open_test_out,
    start_test_out,
    tested_out,
)
from codeward.web.learning.versions import digest_of, keep_version, keep_versions

__all__ = [
    "Activity",
    "ContentVersion",
    "Given",
    "Response",
    "ResponseError",
    "TestOut",
    "TestOutRefused",
    "digest_of",
    "due",
    "end_test_out",
    "first_checks",
    "keep_version",
    "keep_versions",
    "may_test_out_from",
    "minutes",
    "note_activity",
    "on_plan",
    "open_test_out",
    "record",
    "record_all",
    "responses",
    "seen",
    "start_test_out",
    "states",
    "tested_out",
]
