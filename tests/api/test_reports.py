from starlette.testclient import TestClient

from tests.api.conftest import Landscape


def fill(landscape: Landscape) -> None:
    landscape.add("supplier", {n: {"name": n, "country_of_headquarters": c} for n, c in (("A", "US"), ("B", "NL"))})
    suppliers = {"1": "A", "2": "A", "3": "B", "4": None}
    landscape.add(
        "application",
        {
            key: {
                "name": f"App {key}",
                "owner": landscape.ref("organisation", "bzk"),
                "vendor": f"{{{landscape.ref('supplier', name)}}}" if name else None,
            }
            for key, name in suppliers.items()
        },
    )


def test_shares_are_intervals(client: TestClient, landscape: Landscape) -> None:
    fill(landscape)
    block = client.get("/v1/reports/concentration?level=originClass").json()["blocks"][0]
    assert (block["total"], block["unknown"], block["coverage"]) == (
        {"low": 4, "high": 4}, {"low": 1, "high": 1}, 0.75,
    )  # fmt: skip
    rows = {row["key"]: (row["low"], row["share"]["low"], row["share"]["high"]) for row in block["rows"]}
    assert rows == {"US": (2, 0.5, 0.75), "NL": (1, 0.25, 0.5)}
    csv = client.get("/v1/reports/concentration?perOrganisation=true", headers={"Accept": "text/csv"}).text
    assert csv.splitlines()[1].startswith("Ministerie van BZK;A;US;US;ja;nee;2;2;0.5;0.75;")


def test_questions_that_make_no_sense(client: TestClient, landscape: Landscape) -> None:
    wrong = client.get("/v1/reports/concentration?level=x&year=1&asOn=ooit").json()
    assert [error["name"] for error in wrong["errors"]] == ["level", "asOn", "year"]
    missing = client.get("/v1/reports/concentration?organisationId=00000000-0000-0000-0000-000000000000")
    assert missing.status_code == 404
