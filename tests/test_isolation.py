"""An officer finds nothing of another unit: by id, by search, by count, by message, in files; nobody reads more than
contracts 6 gives.
"""

from __future__ import annotations

import re
from urllib.parse import quote, quote_plus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange import services
from exchange.models import ImportBatch
from exchange.services import HIT_ACTION
from foundation.api.resources import resources
from foundation.models import AccessEvent
from officials.models import Official
from tests import isolation
from tests.test_access import Door, doors
from tests.whole_town import EIGHT, KHAC, MINH, NADA, NATIONAL_IDS, client_of, fill, plain, workbook

pytestmark = pytest.mark.django_db
OWN = ((MINH, MINH),)


@pytest.fixture
def whole(town):
    return fill(town)


def api(town, who, path):
    key = getattr(town.people, who).auth_token.key
    return client_of(town, "anon").get(f"/api/v1/{path}", headers={"Authorization": f"Token {key}"})


# --- by id --------------------------------------------------------------------------------------------------
def test_another_units_id_answers_as_one_that_does_not_exist(whole):
    assert not isolation.tells_foreign_from_missing(whole, "xa_minh")


@pytest.mark.parametrize("who", ["lanhdao", "quantri", "kiemtra", "chua_gan"])
def test_who_lacks_the_right_gets_the_same_for_any_id(whole, who):
    """One door of each route and verb; the table of `test_access` has the statuses of all."""
    place, first = EIGHT.index(who), {}
    for door in doors(whole):
        if door.statuses[place] in (403, 404) and not door.htmx and door.route != "accounts:audit-event":
            first.setdefault((door.route, door.verb), door)
    listed = {str(door) for door in first.values()}
    assert len(listed) > 20
    assert not isolation.tells_foreign_from_missing(whole, who, lambda door: str(door) in listed)


# --- by reading everything there is --------------------------------------------------------------------------
def test_nothing_an_officer_can_read_is_of_another_unit(whole):
    assert not isolation.marks_found(whole, "xa_minh", isolation.OF_KHAC)


def test_leadership_reads_no_personal_fact_of_anyone(whole):
    assert not isolation.marks_found(whole, "lanhdao", isolation.PERSONAL, isolation.reads, owners=OWN)


@pytest.mark.parametrize("who", ["quantri", "kiemtra", "chua_gan"])
def test_who_keeps_no_records_reads_of_no_person(whole, who):
    assert not isolation.marks_found(whole, who, isolation.OF_PEOPLE, isolation.reads, owners=OWN)


# --- by search ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text", ["Trịnh Khac Vân", "trinh khac", "khac van", "An Lưu", "10675", NATIONAL_IDS[KHAC]]
)
def test_search_finds_another_units_as_little_as_nonsense(whole, text):
    client = client_of(whole, "xa_minh")
    for path, name in ((reverse("foundation:search"), "q"), (reverse("officials:list"), "tim")):
        found = plain(client.get(path, {name: text}))
        nothing = plain(client.get(path, {name: "zzzz"}))
        assert isolation.without_typed(found, _typed(text)) == isolation.without_typed(
            nothing, _typed("zzzz")
        )


def _typed(text):
    return Door("", (), args=(text, quote(text), quote_plus(text)))


def test_leadership_cannot_try_an_id_number(whole):
    """Neither the search nor the list says whose number it is, or that it is anyone's."""
    client = client_of(whole, "lanhdao")
    for path, name in ((reverse("foundation:search"), "q"), (reverse("officials:list"), "tim")):
        known = plain(client.get(path, {name: NATIONAL_IDS[MINH]})).replace(NATIONAL_IDS[MINH], "X")
        unknown = plain(client.get(path, {name: NATIONAL_IDS[NADA]})).replace(NATIONAL_IDS[NADA], "X")
        assert known == unknown


def test_leadership_cannot_order_people_by_age(whole):
    client = client_of(whole, "lanhdao")
    rows = [
        re.findall(r"/ho-so/(P-[A-Z]+)/", plain(client.get(reverse("officials:list"), {"sap_xep": sort})))
        for sort in ("ten", "tuoi", "-tuoi")
    ]
    assert rows[0] == rows[1] == rows[2]


# --- by counting --------------------------------------------------------------------------------------------
def test_counts_are_of_the_own_unit_only(whole):
    for resource in resources:
        body = api(whole, "xa_minh", f"{resource.code}/")
        if body.status_code == 403:
            continue
        rows = body.json()
        assert rows["count"] == len(rows["results"]) > 0, resource.code
        assert "KHAC" not in body.content.decode()
        for name, value in (("official_id", "P-KHAC"), ("unit", "10675")):
            if name in resource.filters:
                assert api(whole, "xa_minh", f"{resource.code}/?{name}={value}").json()["count"] == 0


def test_the_list_counts_the_own_people_whatever_the_address_says(whole):
    assert not isolation.miscounts(whole, "xa_minh")


def test_figures_of_another_unit_are_as_little_there_as_of_none(whole):
    client = client_of(whole, "xa_minh")
    for route, args in (
        ("overview", ()),
        ("catalogue", ()),
        ("findings", ()),
        ("tables", ()),
        ("indicator", ["A1"]),
    ):
        url = reverse(f"reports:{route}", args=args)
        foreign = plain(client.get(url, {"pham_vi": "unit:10675"})).replace("10675", "X")
        missing = plain(client.get(url, {"pham_vi": "unit:99999"})).replace("99999", "X")
        assert foreign == missing, route
    for path in ("tables/?years=2021&by=unit", "indicators/?years=2021&by=unit"):
        scopes = set(re.findall(r'"scope":"(unit:[^"|]+)', api(whole, "xa_minh", path).content.decode()))
        assert scopes == {"unit:10702"}


# --- by message ---------------------------------------------------------------------------------------------
def test_an_id_number_of_another_unit_only_cannot_be_used_here(whole):
    client = client_of(whole, "xa_minh")
    body = {
        "full_name": "Trịnh Khac Vân", "sex": "nu", "birth_date": "17/08/1978", "national_id": NATIONAL_IDS[KHAC],
        "unit": "10702", "post": "van_hoa_xa_hoi", "starts_on": "01/05/2021",
    }  # fmt: skip
    page = client.post(reverse("officials:add"), body)
    assert page.status_code == 200
    assert page.context["form"].errors["national_id"]
    text = plain(page).replace("Trịnh Khac Vân", "").replace("17/08/1978", "").replace(NATIONAL_IDS[KHAC], "")
    assert not isolation.OF_KHAC.search(text)
    change = {"full_name": "Trịnh Minh Vân", "sex": "nu", "national_id": NATIONAL_IDS[KHAC], "version": "1"}
    page = client.post(reverse("officials:change", args=["P-MINH"]), change)
    assert page.context["form"].errors["national_id"]
    assert not isolation.OF_KHAC.search(plain(page).replace(NATIONAL_IDS[KHAC], ""))


def test_a_namesake_in_another_unit_is_not_told(whole):
    body = {"full_name": "Trịnh Khac Vân", "sex": "nu", "birth_date": "17/08/1978", "unit": "10702",
            "post": "van_hoa_xa_hoi", "starts_on": "01/05/2021"}  # fmt: skip
    assert client_of(whole, "xa_minh").post(reverse("officials:add"), body).status_code == 302


def test_a_workbook_with_another_units_person_says_only_that_the_number_cannot_be_used(whole):
    file = SimpleUploadedFile("tep.xlsx", workbook("MOI", NATIONAL_IDS[KHAC]))
    client = client_of(whole, "xa_minh")
    sent = client.post(reverse("exchange:import-upload"), {"file": file, "unit": "10702"})
    batch = ImportBatch.objects.get(public_id=sent["Location"].split("/")[-2])
    problems = [problem["code"] for row in services.document(batch)["rows"] for problem in row["problems"]]
    assert "belongs_to_other_unit" in problems
    for name in ("import-detail", "import-rows", "import-return", "import-changes"):
        text = isolation.words_of(client.get(reverse(f"exchange:{name}", args=[batch.public_id])))
        assert not isolation.OF_KHAC.search(text.replace(NATIONAL_IDS[KHAC], "")), name
    assert AccessEvent.objects.filter(actor="xa_minh", action=HIT_ACTION, object_id="P-KHAC").exists()


# --- the relatives and movers between units ------------------------------------------------------------------
def test_a_relative_in_another_unit_is_not_named_by_their_own_file(whole):
    """What the own official declared stays; the other's file (its present name, its id) is not shown."""
    row = whole.officials[MINH].family_members.get()
    row.relative_official = whole.officials[KHAC]
    row.save()
    shown = plain(
        client_of(whole, "xa_minh").get(reverse("officials:detail", args=["P-MINH"]) + "?muc=luong")
    )
    assert "Chồng MINH" in shown
    assert not isolation.OF_KHAC.search(shown)
    assert not isolation.OF_KHAC.search(api(whole, "xa_minh", "family-members/").content.decode())


def test_a_person_who_has_moved_away_is_not_given_back_by_an_old_key(whole):
    """The same creating request again: the row is made once, and another unit's row is not there any more."""
    key = whole.people.xa_minh.auth_token.key
    body = {"full_name": "Lê Ánh", "unit": "10702", "post": "van_hoa_xa_hoi", "starts_on": "2021-05-01"}
    headers = {"Authorization": f"Token {key}", "Idempotency-Key": "k-1"}

    def send():
        client = client_of(whole, "anon")
        return client.post("/api/v1/officials/", body, content_type="application/json", headers=headers)

    first = send()
    assert (first.status_code, send().json()) == (201, first.json())
    Official.objects.filter(public_id=first.json()["official_id"]).update(unit=whole.khac)
    assert send().status_code == 404


def test_a_form_cannot_be_opened_for_another_unit(whole):
    client = client_of(whole, "xa_minh")
    foreign, missing = (
        plain(client.get(reverse("officials:add"), {"don_vi": unit})).replace(unit, "X")
        for unit in ("10675", "99999")
    )
    assert foreign == missing


def test_choices_offered_by_forms_hold_nobody_of_another_unit(whole):
    """Units, people, relatives: everything a select or a data list of any form offers to an officer."""
    client = client_of(whole, "xa_minh")
    forms = [
        door for door in doors(whole) if door.verb == "GET" and door.route.endswith(("add", "change", "end"))
    ]
    assert len(forms) > 20
    for door in forms:
        if door.statuses[EIGHT.index("xa_minh")] == 200:
            assert not isolation.OF_KHAC.search(plain(client.get(reverse(door.route, args=door.args)))), door
