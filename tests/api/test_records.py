"""The API of records: the eight people, scope, fields, writing with versions and keys."""

import pytest
from rest_framework.authtoken.models import Token

from foundation.api.resources import resources
from foundation.models import AuditEvent
from officials.models import Official, Qualification
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(client):
    """`call(user, "get", "officials/")` with that user's token; the answer's status and JSON."""

    def make(user, verb, path, body=None, **headers):
        if user is not None:
            headers["Authorization"] = f"Token {Token.objects.get_or_create(user=user)[0].key}"
        kw = {"data": body, "content_type": "application/json"} if body is not None else {}
        response = getattr(client, verb)(f"/api/v1/{path}", headers=headers, **kw)
        return response

    return make


def test_anonymous_gets_401_everywhere(call, town):
    for resource in resources:
        assert call(None, "get", f"{resource.code}/").status_code == 401


@pytest.mark.parametrize(
    ("person", "own", "other"),
    [
        ("noivu", 200, 200),
        ("xa_minh", 200, 404),
        ("xa_khac", 404, 200),
        ("lanhdao", 200, 200),
        ("quantri", 403, 403),
        ("kiemtra", 403, 403),
        ("chua_gan", 404, 404),
    ],
)
def test_one_official_by_person(call, town, person, own, other):
    user = getattr(town.people, person)
    assert call(user, "get", "officials/P-AN/").status_code == own
    assert call(user, "get", "officials/P-BINH/").status_code == other


def test_an_officer_lists_and_counts_only_the_own_unit(call, town):
    body = call(town.people.xa_minh, "get", "officials/").json()
    assert (body["count"], body["results"][0]["official_id"]) == (1, "P-AN")
    assert call(town.people.xa_minh, "get", "officials/?unit=10675").json()["count"] == 0


def test_leadership_reads_no_personal_or_sensitive_field(call, town):
    shown = call(town.people.lanhdao, "get", "officials/P-AN/").json()
    assert "full_name" in shown
    assert not {"birth_date", "national_id", "ethnicity", "religion", "party_member"} & set(shown)


@pytest.mark.parametrize(
    "kind", ["health-checks", "disciplines", "trainings", "salary-steps", "family-members"]
)
def test_leadership_has_no_right_on_these_kinds(call, town, kind):
    assert call(town.people.lanhdao, "get", f"{kind}/").status_code == 403
    assert call(town.people.lanhdao, "get", f"{kind}/anything/").status_code == 403


def test_registering_over_the_api_keeps_a_partial_date(call, town):
    body = {
        "full_name": "Lê  Thị Ánh",
        "sex": "nu",
        "birth_date": "1985-03",
        "unit": "10702",
        "post": "van_hoa_xa_hoi",
        "starts_on": "2021-05-01",
    }
    answer = call(town.people.xa_minh, "post", "officials/", body)
    assert answer.status_code == 201, answer.content
    assert answer.json()["birth_date"] == "1985-03"
    assert answer.json()["full_name"] == "Lê Thị Ánh"


def test_an_officer_cannot_register_into_another_unit(call, town):
    body = {"full_name": "Lê Ánh", "unit": "10675", "post": "van_hoa_xa_hoi", "starts_on": "2021-05-01"}
    answer = call(town.people.xa_minh, "post", "officials/", body)
    assert (answer.status_code, list(answer.json())) == (400, ["unit"])


def test_the_same_idempotency_key_makes_one_official(call, town):
    body = {"full_name": "Lê Ánh", "unit": "10702", "post": "van_hoa_xa_hoi", "starts_on": "2021-05-01"}
    answers = [
        call(town.people.noivu, "post", "officials/", body, **{"Idempotency-Key": "k-1"}) for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert Official.objects.filter(full_name="Lê Ánh").count() == 1


def test_a_change_needs_the_version_and_a_stale_one_is_409(call, town):
    path = "officials/P-AN/"
    assert call(town.people.noivu, "patch", path, {"hometown": "A"}).status_code == 400
    assert call(town.people.noivu, "patch", path, {"hometown": "A", "version": 1}).status_code == 200
    stale = call(town.people.xa_minh, "patch", path, {"hometown": "B", "version": 1})
    assert (stale.status_code, stale.json()["version"]) == (409, 2)
    assert Official.objects.get(public_id="P-AN").hometown == "A"


def test_leadership_may_not_write(call, town):
    assert (
        call(town.people.lanhdao, "patch", "officials/P-AN/", {"hometown": "A", "version": 1}).status_code
        == 403
    )


def test_a_wrong_verb_is_405(call, town):
    assert call(town.people.noivu, "delete", "officials/P-AN/").status_code == 405
    assert call(town.people.noivu, "post", "inspections/", {}).status_code == 405


def test_bad_input_is_400_with_the_field(call, town):
    bad = {"official_id": "P-AN", "kind": "phi_hanh_gia", "attained_on": "2020-13"}
    answer = call(town.people.noivu, "post", "qualifications/", bad)
    assert answer.status_code == 400
    assert set(answer.json()) == {"kind", "attained_on"}
    assert not Qualification.objects.exists()


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("evaluations/", {"official_id": "P-AN", "year": 0, "level": "tot"}),
        ("evaluations/", {"official_id": "P-AN", "year": 20211, "level": "tot"}),
        ("unit-years/", {"unit": "10702", "year": 2020, "computers": 2**31}),
        ("unit-years/", {"unit": "10702", "year": 2020, "computers": -1}),
        ("trainings/", {"official_id": "P-AN", "course": "x", "ends_on": "9999-12-31"}),
        ("qualifications/", {"official_id": "P-AN", "kind": "it", "level": "a", "attained_on": "0001"}),
    ],
)
def test_a_number_or_date_out_of_its_range_is_400_on_every_database(call, town, path, body):
    answer = call(town.people.noivu, "post", path, body)
    assert answer.status_code == 400
    assert set(answer.json()) <= {"year", "computers", "ends_on", "attained_on"}


def test_a_reference_to_another_units_person_does_not_exist_for_an_officer(call, town):
    foreign = call(town.people.xa_minh, "post", "qualifications/", {"official_id": "P-BINH", "kind": "it"})
    missing = call(town.people.xa_minh, "post", "qualifications/", {"official_id": "P-KHONG", "kind": "it"})
    assert foreign.status_code == missing.status_code == 400
    assert str(foreign.json()).replace("P-BINH", "X") == str(missing.json()).replace("P-KHONG", "X")


def test_a_row_is_not_moved_to_another_person(call, town):
    row = factories.make_qualification(town.an)
    moved = call(
        town.people.noivu,
        "patch",
        f"qualifications/{row.public_id}/",
        {"official_id": "P-BINH", "version": 1},
    )
    assert moved.status_code == 400


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=99999999999999999999", "year=abc", "year=%00", "unit=%00"]
)
def test_nonsense_in_the_query_is_never_an_error_of_ours(call, town, query):
    assert call(town.people.noivu, "get", f"evaluations/?{query}").status_code in (200, 400, 404)
    assert call(town.people.noivu, "get", f"officials/?{query}").status_code in (200, 400, 404)


def test_every_write_over_the_api_leaves_one_event(call, town):
    body = {"official_id": "P-AN", "year": 2021, "level": "tot"}
    assert call(town.people.xa_minh, "post", "evaluations/", body).status_code == 201
    assert AuditEvent.objects.count() == 1


def test_the_number_of_queries_of_a_list_does_not_grow(call, town, django_assert_num_queries):
    for number in range(30):
        factories.make_official(unit=town.minh, full_name=f"Người {number}")
    Token.objects.get_or_create(user=town.people.noivu)
    # the token of `call`, the token's user, memberships, count, rows
    for resource in resources:
        with django_assert_num_queries(5, exact=False):
            assert call(town.people.noivu, "get", f"{resource.code}/").status_code == 200


ENGLISH = ("nsure", "equired", "valid", "rovided", "xpected", "Bạn", "age.")


def test_every_refusal_is_in_vietnamese(call, town):
    noivu, quantri = town.people.noivu, town.people.quantri
    answers = [
        call(None, "get", "officials/"),
        call(quantri, "get", "officials/"),
        call(noivu, "get", "officials/?page=99"),
        call(noivu, "get", "officials/P-KHONG/"),
        call(noivu, "delete", "officials/P-AN/"),
        call(noivu, "post", "officials/", {}),
        call(noivu, "post", "officials/", "{bad"),
        call(
            noivu,
            "post",
            "officials/",
            {"full_name": "x" * 200, "unit": 1, "post": "z", "starts_on": "2020-13-01"},
        ),
        call(
            noivu, "post", "qualifications/", {"official_id": "z", "kind": "z", "level": [], "attained_on": 5}
        ),
        call(noivu, "post", "evaluations/", {"official_id": "P-AN", "year": "x", "level": None}),
        call(noivu, "post", "evaluations/", {"official_id": "P-AN", "year": 1}),
        call(noivu, "post", "unit-years/", {"unit": "10702", "year": 2020, "satisfaction_pct": "1.23456789"}),
        call(noivu, "patch", "officials/P-AN/", {"hometown": "A"}),
        call(noivu, "post", "imports/", {}),
    ]
    for answer in answers:
        assert answer.status_code >= 400
        assert not [word for word in ENGLISH if word in answer.content.decode()], answer.content.decode()
