"""The result as a PDF: its learner's alone, tagged, with title and language, and with what it does not say."""

from __future__ import annotations

import io

import pypdf
import pytest

from codeward.web.accounts.models import User
from codeward.web.exams.models import Sitting
from codeward.web.exams.sittings import begin, save, submit
from tests.web.exams.made import KINDS, RIGHT, change, made_form
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(alice: User) -> Sitting:
    """A CCS-style sitting that is over."""
    one = begin(alice, made_form("CCS", ids=KINDS), timed=True)
    save(one, [change(n, 1, RIGHT[name], seconds=60) for n, name in enumerate(KINDS, 1)])
    submit(one)
    return one


def read(body: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(body))


def roles(node: pypdf.generic.DictionaryObject) -> list[str]:
    """The roles of the tree of tags, in reading order."""
    found = [str(node["/S"])] if "/S" in node else []
    kids = node.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    for kid in kids if isinstance(kids, list) else [kids]:
        told = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(told, pypdf.generic.DictionaryObject):
            found += roles(told)
    return found


def test_it_is_tagged_and_says_title_and_language(alice: User, over: Sitting) -> None:
    answer = signed_in(alice).get(f"/exams/sittings/{over.public_id}/result.pdf")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
    assert answer["Content-Disposition"].startswith('attachment; filename="practice-exam-ccs-')
    paper = read(answer.content)
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert root["/Lang"].startswith("en")
    assert paper.metadata is not None
    assert paper.metadata.title == "Result of a CCS-style practice exam"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()
    found = roles(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/LI"} <= set(found)
    assert found.index("/H1") < found.index("/H2")


def test_it_says_the_score_and_what_it_does_not_say(alice: User, over: Sitting) -> None:
    body = signed_in(alice).get(f"/exams/sittings/{over.public_id}/result.pdf").content
    text = " ".join(" ".join(page.extract_text() for page in read(body).pages).split())
    for said in (
        "400 on 100 to 400",
        "8 of 8 points",
        "Alice",
        "not proctored",
        "not affiliated with AAPC or AHIMA",
    ):
        assert said in text
    assert body == signed_in(alice).get(f"/exams/sittings/{over.public_id}/result.pdf").content


def test_words_of_a_learner_are_words_and_no_code(alice: User, over: Sitting) -> None:
    alice.display_name = '#panic("x") $ *_ // [evil]'
    alice.save()
    body = signed_in(alice).get(f"/exams/sittings/{over.public_id}/result.pdf").content
    assert '#panic("x") $ *_ // [evil]' in " ".join(read(body).pages[0].extract_text().split())


def test_it_is_its_learners_alone(bob: User, over: Sitting) -> None:
    assert signed_in(bob).get(f"/exams/sittings/{over.public_id}/result.pdf").status_code == 404


def test_while_it_is_under_way_it_leads_back(alice: User) -> None:
    one = begin(alice, made_form(), timed=True)
    answer = signed_in(alice).get(f"/exams/sittings/{one.public_id}/result.pdf")
    assert (answer.status_code, answer["Location"]) == (302, f"/exams/sittings/{one.public_id}/")
