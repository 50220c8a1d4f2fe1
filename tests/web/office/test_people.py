"""People in the office: who may look for whom, what stands on their page, locks and roles, and invitations."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from codeward.web.accounts.models import User
from codeward.web.audit.api import AuditRow
from codeward.web.grants.api import Approval, Grant, Role
from codeward.web.limits import INVITATIONS
from codeward.web.mail.models import OutboxMail
from codeward.web.office import views_people
from codeward.web.office.models import Invitation
from codeward.web.school.api import keep
from tests.web.conftest import PASSWORD, make_user
from tests.web.grants.cast import member
from tests.web.pseudo import untranslated
from tests.web.signed_in import signed_in, with_second_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(db: None) -> User:
    """Whoever runs the school."""
    return member(Role.DIRECTOR, "dana")


def test_only_whose_role_reads_of_people_finds_any(alice: User, as_bob: Client, client: Client) -> None:
    for one in (client, as_bob, with_second_step(member(Role.MODERATOR))):
        assert one.get("/office/people/?q=alice").status_code == 404
        assert one.get(f"/office/people/{alice.public_id}/").status_code == 404
    for role in (Role.DIRECTOR, Role.AUDITOR, Role.REGISTRAR, Role.SUPPORT, Role.BURSAR):
        page = with_second_step(member(role)).get("/office/people/?q=alice").content.decode()
        assert alice.public_id in page, role


@pytest.mark.parametrize("words", ["alic", "ALICE", "alice@example", "  alice "])
def test_part_of_a_name_or_an_address_is_enough(words: str, director: User, alice: User, bob: User) -> None:
    page = with_second_step(director).get("/office/people/", {"q": words}).content.decode()
    assert alice.public_id in page
    assert bob.public_id not in page


def test_a_number_finds_its_person_and_a_guest_is_not_found(director: User, alice: User) -> None:
    client = with_second_step(director)
    assert "Alice" in client.get("/office/people/", {"q": alice.public_id.upper()}).content.decode()
    guest = User.objects.create_guest()
    assert (
        "Nobody within your reach" in client.get("/office/people/", {"q": guest.public_id}).content.decode()
    )
    assert client.get(f"/office/people/{guest.public_id}/").status_code == 404


def test_a_search_is_bounded(director: User) -> None:
    User.objects.bulk_create(
        User(email=f"m{n}@example.org", display_name=f"Many {n:03}", state="active") for n in range(120)
    )
    client = with_second_step(director)
    assert client.get("/office/people/?q=many").content.decode().count('data-label="Joined"') == 50
    assert "at least two letters" in client.get("/office/people/?q=m").content.decode()
    assert client.get("/office/people/", {"q": "x" * 5000}).status_code == 200


def test_opening_a_page_is_seen_by_its_person(director: User, alice: User) -> None:
    client = with_second_step(director)
    for _ in range(2):
        assert client.get(f"/office/people/{alice.public_id}/").status_code == 200
    row = AuditRow.objects.get(act="audit.record_opened")
    assert (row.actor, row.about, row.role) == (director.public_id, alice.public_id, "director")


def test_a_registrar_sees_who_somebody_is_and_no_roles_locks_or_devices(alice: User) -> None:
    page = with_second_step(member(Role.REGISTRAR)).get(f"/office/people/{alice.public_id}/").content.decode()
    assert "alice@example.org" in page
    assert "Charts submitted" in page
    for words in ("Second step", "Signed in on", "Roles", "Lock"):
        assert words not in page
    page = with_second_step(member(Role.SUPPORT)).get(f"/office/people/{alice.public_id}/").content.decode()
    assert "Charts submitted" not in page


def test_the_devices_that_are_signed_in_are_counted(director: User, alice: User, as_alice: Client) -> None:
    client, place = with_second_step(director), f"/office/people/{alice.public_id}/"
    assert "0 devices" in client.get(place).content.decode()
    as_alice.get("/charts/")
    assert "1 device<" in client.get(place).content.decode()
    assert client.post(f"{place}sign-out").status_code == 302
    assert "0 devices" in client.get(place).content.decode()
    assert as_alice.get("/account/").status_code == 302
    assert with_second_step(member(Role.AUDITOR)).post(f"{place}sign-out").status_code == 404


def test_an_auditor_reads_and_changes_nothing(alice: User) -> None:
    client = with_second_step(member(Role.AUDITOR))
    page = client.get(f"/office/people/{alice.public_id}/").content.decode()
    assert "Second step" in page
    assert "<form" not in re.sub(r"<form[^>]*(logout|theme|finder-form).*?</form>", "", page, flags=re.S)
    for path in ("lock", "unlock", "give"):
        assert client.post(f"/office/people/{alice.public_id}/{path}", {"reason": "x"}).status_code == 404


def test_without_the_second_step_nothing_about_people_is_done(director: User, alice: User) -> None:
    client = signed_in(director)
    answer = client.post(f"/office/people/{alice.public_id}/lock", {"reason": "x"})
    assert answer.status_code == 403
    alice.refresh_from_db()
    assert alice.is_active


def test_an_account_is_locked_with_a_reason_and_opened_again(
    director: User, alice: User, as_alice: Client
) -> None:
    client, place = with_second_step(director), f"/office/people/{alice.public_id}/"
    assert client.post(f"{place}lock", {"reason": " "}).status_code == 409
    assert client.post(f"{place}lock", {"reason": "Shared her password."}).status_code == 302
    assert as_alice.get("/account/").status_code == 302
    page = client.get(place).content.decode()
    assert "Shared her password." in page
    assert "by Dana" in page
    client.post(f"{place}unlock")
    alice.refresh_from_db()
    assert alice.is_active


def test_nobody_locks_or_gives_roles_to_themselves(director: User) -> None:
    client, place = with_second_step(director), f"/office/people/{director.public_id}/"
    for path in ("lock", "give"):
        assert client.post(f"{place}{path}", {"what": "role:bursar", "reason": "x"}).status_code == 404
    assert "Another director does" in client.get(place).content.decode()


def test_a_preset_gives_its_roles_and_one_can_be_ended(director: User, alice: User) -> None:
    client, place = with_second_step(director), f"/office/people/{alice.public_id}/"
    client.post(f"{place}give", {"what": "preset:office", "reason": "Works here now.", "until": "2099-06-30"})
    held = Grant.objects.filter(person=alice, state="live")
    assert set(held.values_list("role", flat=True)) == {"registrar", "support", "careers"}
    page = client.get(place).content.decode()
    assert "Until June 30, 2099" in page
    one = held.get(role="support")
    client.post(f"/office/roles/{one.public_id}/end", {"reason": "Moved on."})
    one.refresh_from_db()
    assert (one.state, one.end_reason) == ("ended", "Moved on.")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"what": "role:learner", "reason": "x"}, "No role was chosen"),
        ({"what": "preset:all", "reason": "x"}, "No role was chosen"),
        ({"what": "role:bursar", "reason": ""}, "No reason"),
        ({"what": "role:bursar", "reason": "x", "until": "2020-01-01"}, "past"),
        ({"what": "role:bursar", "reason": "x", "until": "soon"}, "not a day"),
        ({"what": "role:bursar", "reason": "x", "until": "9999-12-31T"}, "not a day"),
        ({"what": "role:bursar", "reason": "x", "scope": "cohort:none"}, "no such program"),
    ],
)
def test_what_does_not_fit_is_said_and_gives_nothing(
    director: User, alice: User, given: dict[str, str], words: str
) -> None:
    answer = with_second_step(director).post(f"/office/people/{alice.public_id}/give", given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Grant.objects.filter(person=alice).exists()


def test_a_second_director_waits_a_day_where_one_person_runs_the_school(director: User, alice: User) -> None:
    client, place = with_second_step(director), f"/office/people/{alice.public_id}/"
    client.post(f"{place}give", {"what": "role:director", "reason": "Takes over."})
    assert "Waits its 24 hours" in client.get(place).content.decode()
    waits = Approval.objects.get()
    page = client.get(f"/office/queues/second-person/{waits.public_id}/").content.decode()
    assert "it waits for a day, in the open" in page
    assert "You asked for this, so somebody else decides." in page
    assert (
        client.post(f"/office/approvals/{waits.public_id}/decide", {"answer": "approve"}).status_code == 409
    )
    client.post(f"/office/approvals/{waits.public_id}/take-back")
    assert Grant.objects.get(person=alice).state == "refused"


def test_a_second_director_is_approved_by_another_or_refused_with_a_reason(
    director: User, alice: User, bob: User
) -> None:
    other = with_second_step(member(Role.DIRECTOR, "erik"))
    client = with_second_step(director)
    for person in (alice, bob):
        client.post(f"/office/people/{person.public_id}/give", {"what": "role:director", "reason": "Helps."})
    first, second = Approval.objects.order_by("id")
    assert "Waits for a second person" in client.get("/office/queues/second-person/").content.decode()
    assert other.post(f"/office/approvals/{first.public_id}/decide", {"answer": "refuse"}).status_code == 409
    other.post(f"/office/approvals/{first.public_id}/decide", {"answer": "refuse", "reason": "Not yet."})
    other.post(f"/office/approvals/{second.public_id}/decide", {"answer": "approve"})
    assert Grant.objects.get(person=alice).state == "refused"
    assert Grant.objects.get(person=bob).state == "live"
    assert with_second_step(member(Role.BURSAR)).get("/office/queues/second-person/").status_code == 404


def test_an_invited_address_signs_up_where_one_joins_by_invitation(director: User, client: Client) -> None:
    keep({"signup": "invited"})
    form = {"email": "mona@example.org", "password1": PASSWORD}
    assert client.post("/accounts/signup/", form).status_code == 200
    assert not User.objects.filter(email="mona@example.org").exists()
    with_second_step(director).post("/office/people/invite", {"email": "Mona@Example.org"})
    mail = OutboxMail.objects.get(kind="invitation")
    [link] = re.findall(r"http://[^/]+(/invited/\S+)", mail.body)
    assert client.get(link)["Location"] == "/accounts/signup/"
    assert 'value="mona@example.org"' in client.get("/accounts/signup/").content.decode()
    other = client.post("/accounts/signup/", form | {"email": "other@example.org"})
    assert "Sign up with the address that was invited" in other.content.decode()
    client.post("/accounts/signup/", form)
    mona = User.objects.get(email="mona@example.org")
    assert mona.emailaddress_set.get().verified
    assert Client().get(link).status_code == 404  # used


def test_an_invitation_is_taken_back_renewed_and_runs_out(director: User, client: Client) -> None:
    keep({"signup": "invited"})
    office = with_second_step(director)
    links = []
    for _ in range(2):
        office.post("/office/people/invite", {"email": "mona@example.org"})
        body = OutboxMail.objects.order_by("-id")[0].body
        links += re.findall(r"http://[^/]+(/invited/\S+)", body)
    assert [client.get(link).status_code for link in links] == [404, 302]
    one = Invitation.objects.get(withdrawn_at=None)
    office.post(f"/office/invitations/{one.public_id}/withdraw")
    assert Client().get(links[1]).status_code == 404
    for wrong in ("", "mona", "dana@school.example"):
        office.post("/office/people/invite", {"email": wrong})
    assert Invitation.objects.count() == 2
    for nobody in (with_second_step(member(Role.AUDITOR)), with_second_step(member(Role.REGISTRAR))):
        assert nobody.post("/office/people/invite", {"email": "x@example.org"}).status_code == 404
        assert nobody.post(f"/office/invitations/{one.public_id}/withdraw").status_code == 404


@pytest.mark.parametrize("step", ["page", "form"])
def test_an_invitation_that_was_taken_back_after_it_was_followed_makes_no_account(
    step: str, director: User, client: Client
) -> None:
    keep({"signup": "invited"})
    office = with_second_step(director)
    office.post("/office/people/invite", {"email": "mona@example.org"})
    [link] = re.findall(r"http://[^/]+(/invited/\S+)", OutboxMail.objects.get(kind="invitation").body)
    assert client.get(link).status_code == 302
    assert "mona@example.org" in client.get("/accounts/signup/").content.decode()
    office.post(f"/office/invitations/{Invitation.objects.get().public_id}/withdraw")
    form = {"email": "mona@example.org", "password1": PASSWORD}
    answer = client.get("/accounts/signup/") if step == "page" else client.post("/accounts/signup/", form)
    assert "The invitation that you followed was taken back or has run out." in answer.content.decode()
    assert not User.objects.filter(email="mona@example.org").exists()


def test_so_many_invitations_are_sent_by_one_person_in_a_day(
    director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_people, "INVITATIONS", INVITATIONS._replace(most=2))
    office, other = with_second_step(director), with_second_step(member(Role.DIRECTOR, "olga"))
    answers = [office.post("/office/people/invite", {"email": f"m{n}@example.org"}) for n in range(3)]
    assert [one.status_code for one in answers] == [302, 302, 429]
    assert Invitation.objects.count() == 2
    assert other.post("/office/people/invite", {"email": "m3@example.org"}).status_code == 302


@pytest.mark.parametrize("move", ["lock", "unlock"])
def test_an_account_that_its_person_deletes_meanwhile_is_no_fault(
    move: str, director: User, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = with_second_step(director)
    door = views_people.people_pass

    def gone(*args: Any) -> Any:
        passed = door(*args)
        alice.delete()
        return passed

    monkeypatch.setattr(views_people, "people_pass", gone)
    answer = office.post(f"/office/people/{alice.public_id}/{move}", {"reason": "Lent out."}, follow=True)
    assert answer.redirect_chain == [("/office/people/", 302)]
    assert "This account is gone. Its person deleted it a moment ago." in answer.content.decode()


def test_every_word_can_be_translated(
    director: User, alice: User, pseudo_locale: None, settings: Any
) -> None:
    make_user("zed@example.org", "Zed")
    client = with_second_step(director)
    for path in ("/office/people/?q=alice", "/office/people/?q=nobody", f"/office/people/{alice.public_id}/"):
        assert untranslated(client.get(path).content.decode()) == [], path
