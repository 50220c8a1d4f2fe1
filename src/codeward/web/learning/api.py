"""What other apps may use of learning. They import from here and nowhere deeper."""

from codeward.web.learning.hours import Activity, minutes, note_activity, on_plan
from codeward.web.learning.models import ContentVersion, Placement, Response, TestOut
from codeward.web.learning.placements import (
    PlacementRefused,
    answer_placement,
    end_placement,
    go_on_placement,
    last_placement,
    may_go_on,
    may_place_from,
    open_placement,
    start_placement,
    unanswered,
)
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
from codeward.web.learning.tallies import Tally, first_tallies
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
    "Placement",
    "PlacementRefused",
    "Response",
    "ResponseError",
    "Tally",
    "TestOut",
    "TestOutRefused",
    "answer_placement",
    "digest_of",
    "due",
    "end_placement",
    "end_test_out",
    "first_checks",
    "first_tallies",
    "go_on_placement",
    "keep_version",
    "keep_versions",
    "last_placement",
    "may_go_on",
    "may_place_from",
    "may_test_out_from",
    "minutes",
    "note_activity",
    "on_plan",
    "open_placement",
    "open_test_out",
    "record",
    "record_all",
    "responses",
    "seen",
    "start_placement",
    "start_test_out",
    "states",
    "tested_out",
    "unanswered",
]
