from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from api.schemas.kinds import served_kinds
from tests.api.conftest import Landscape

ADDRESSES = [kind.plural.replace("_", "-") for kind in served_kinds()]


@pytest.fixture
def suppliers(landscape: Landscape) -> None:
    landscape.add("supplier", {n: {"name": f"{n} BV", "website": f"=http://{n}"} for n in ("Alfa", "Bèta", "Gamma")})


def names(answer: object) -> list[str]:
    return [item["name"] for item in answer.json()["items"]]  # type: ignore[attr-defined]


@pytest.mark.usefixtures("suppliers")
def test_pages_lead_to_each_other_by_their_link_headers(client: TestClient) -> None:
    first = client.get("/v1/suppliers?limit=2&sort=-name")
    assert names(first) == ["Gamma BV", "Bèta BV"]
    assert list(first.links) == ["next"]
    second = client.get(first.links["next"]["url"])
    assert (names(second), list(second.links)) == (["Alfa BV"], ["prev"])
    assert names(client.get(second.links["prev"]["url"])) == ["Gamma BV", "Bèta BV"]


@pytest.mark.usefixtures("suppliers")
def test_a_detail_has_its_version_and_where_it_came_from(client: TestClient) -> None:
    item = client.get("/v1/suppliers?q=beta").json()["items"][0]
    address = f"/v1/suppliers/{item['id']}"
    detail = client.get(address)
    assert detail.json() == item
    assert detail.headers["etag"].startswith('"')
    stated = client.get(f"{address}/provenance").json()["fields"]["name"]["stated"]
    assert (stated["value"], stated["source"], stated["appliedBy"]) == ("Bèta BV", "test supplier", "test")
    versions = client.get(f"{address}/versions").json()["items"]
    assert [change["field"] for change in versions[0]["changes"]] == ["name", "website"]
    related = client.get(f"{address}?expand=related").json()["related"]
    assert (related["applications"], related["parents"]) == ([], [])
    origin = client.get(f"{address}/origin").json()
    assert (origin["originClass"], origin["us"], origin["ultimateParent"]["name"]) == ("unknown", None, "Bèta BV")


@pytest.mark.usefixtures("suppliers")
def test_csv_cells_cannot_act_as_formulas(client: TestClient) -> None:
    answer = client.get("/v1/suppliers?limit=1", headers={"Accept": "text/csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert ";'=http://Alfa;" in answer.text
    assert "next" in answer.links


def test_a_record_that_is_not_there(client: TestClient) -> None:
    answer = client.get("/v1/suppliers/00000000-0000-0000-0000-000000000000", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["title"]) == (404, "Not found")


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_kind_has_a_list_in_a_fixed_number_of_statements(
    client: TestClient, landscape: Landscape, statements: Callable[[], int], address: str
) -> None:
    before = statements()
    answer = client.get(f"/v1/{address}?ended=any&asKnownOn=2026-11-23")
    assert (answer.status_code, answer.json()["exact"]) == (200, True)
    assert statements() - before <= 4  # two savepoints at most, the count, and the rows


def test_the_number_of_statements_does_not_grow_with_the_rows(
    client: TestClient, landscape: Landscape, statements: Callable[[], int]
) -> None:
    landscape.add("supplier", {str(n): {"name": f"Supplier {n}"} for n in range(60)})
    counts = []
    for limit in (1, 50):
        before = statements()
        assert len(client.get(f"/v1/suppliers?limit={limit}").json()["items"]) == limit
        counts.append(statements() - before)
    assert counts[0] == counts[1]
