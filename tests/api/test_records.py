from starlette.testclient import TestClient

from tests.api.conftest import Landscape


def test_list_and_detail(client: TestClient, landscape: Landscape) -> None:
    landscape.add("supplier", {"a": {"name": "Alfa BV", "kvk": "12345678"}, "b": {"name": "Bèta NV", "kvk": None}})
    answer = client.get("/v1/suppliers")
    assert answer.status_code == 200
    page = answer.json()
    assert [item["name"] for item in page["items"]] == ["Alfa BV", "Bèta NV"]
    assert (page["estimate"], page["exact"], page["next"], page["previous"]) == (2, True, None, None)
    one = client.get(f"/v1/suppliers/{page['items'][0]['id']}")
    assert one.status_code == 200
    assert one.json() == page["items"][0]
    assert one.headers["etag"].startswith('"')
