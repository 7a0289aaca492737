"""Whoever has an answer already hears that nothing changed; whoever changes something says what it was changed from."""

import io
import zipfile
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.negotiating import PDF, XLSX
from api.tagging import read_tags
from tests.api.conftest import ACTING_AS, Landscape
from web.rendering import asset

PATCH = {**ACTING_AS, "Content-Type": "application/merge-patch+json"}
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture
def supplier(landscape: Landscape) -> str:
    """The address of a supplier with a description that is long enough to be compressed."""
    landscape.add("supplier", {"alfa": {"name": "Alfa", "website": f"https://{'alfa.' * 300}example"}})
    return f"/v1/suppliers/{landscape.ref('supplier', 'alfa')}"


def tag_of(client: TestClient, path: str, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return str(answer.headers["etag"])


def test_tags_are_read_from_all_lines() -> None:
    assert read_tags(['"a", W/"b,c" ,"d"', "e, *", '"f']) == {'"a"', '"b,c"', '"d"'}
    assert read_tags([" * "]) == {"*"}
    assert read_tags([]) == frozenset()


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/v1/openapi.json", "*/*"),
        ("/v1/suppliers", "application/json"),
        ("/v1/suppliers", "text/csv"),
        ("/v1/reports/concentration", "application/json"),
        ("/v1/reports/lifecycle-horizon", "text/csv"),
        ("/v1/reports/lifecycle-horizon", PDF),
        ("/v1/deadlines", "application/json"),
    ],
)
@pytest.mark.parametrize("coding", ["identity", "gzip", "br", "zstd"])
def test_who_has_it_already_gets_no_content(
    client: TestClient, supplier: str, path: str, accept: str, coding: str
) -> None:
    asked = {"Accept": accept, "Accept-Encoding": coding}
    for address in (path, supplier) if accept == "application/json" else (path,):
        whole = client.get(address, headers=asked)
        tag = whole.headers["etag"]
        again = client.get(address, headers=asked | {"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        content = ("content-", "link")
        kept = {name: value for name, value in whole.headers.items() if not name.startswith(content)}
        kept["content-security-policy"] = whole.headers["content-security-policy"]
        assert dict(again.headers) == kept
        assert client.head(address, headers=asked | {"If-None-Match": tag}).status_code == 304


def test_a_file_that_is_made_again_is_the_same(client: TestClient, supplier: str) -> None:
    """A workbook tells no moment by itself; the library would put in when it was made, to the second."""
    for path, accept in (("/v1/reports/lifecycle-horizon", XLSX), ("/v1/imports/template", XLSX)):
        tag = tag_of(client, path, Accept=accept)
        with zipfile.ZipFile(io.BytesIO(client.get(path, headers={"Accept": accept}).content)) as workbook:
            assert b"1980-01-01T00:00:00Z" in workbook.read("docProps/core.xml")
        assert client.get(path, headers={"Accept": accept, "If-None-Match": tag}).status_code == 304


def test_all_forms_of_the_header(client: TestClient, supplier: str) -> None:
    tag = tag_of(client, supplier)
    matching = (tag, f"W/{tag}", f'"x", {tag}', f'W/"x" , W/{tag},"y"', "*")
    others = ('"x"', tag.strip('"'), 'W/"x"', "", f'"{tag}"')
    assert [client.get(supplier, headers={"If-None-Match": one}).status_code for one in matching] == [304] * 5
    assert [client.get(supplier, headers={"If-None-Match": one}).status_code for one in others] == [200] * 5
    repeated = client.get(supplier, headers=[("If-None-Match", '"x"'), ("If-None-Match", tag)])
    assert repeated.status_code == 304


def test_another_representation_has_another_tag(client: TestClient, landscape: Landscape) -> None:
    asked: list[tuple[str, dict[str, str]]] = [
        ("/v1/contracts", PLAIN),
        ("/v1/contracts?limit=1", PLAIN),
        ("/v1/contracts?limit=2", PLAIN),
        ("/v1/contracts", PLAIN | {"Accept": "text/csv"}),
        ("/v1/contracts", PLAIN | {"Accept-Language": "en"}),
    ]
    tags = [tag_of(client, path, **headers) for path, headers in asked]
    assert len(set(tags)) == len(tags)
    assert [tag_of(client, path, **headers) for path, headers in asked] == tags


def test_every_coding_has_a_tag_of_its_own(client: TestClient, supplier: str) -> None:
    plain = tag_of(client, supplier, **PLAIN)
    tags = [tag_of(client, supplier, **{"Accept-Encoding": coding}) for coding in ("gzip", "br", "zstd")]
    assert tags == [f'{plain[:-1]}.{coding}"' for coding in ("gzip", "br", "zstd")]
    assert client.get(supplier, headers=PLAIN | {"If-None-Match": ", ".join(tags)}).status_code == 200


def test_a_record_whose_supplier_got_another_name_is_told_anew(
    client: TestClient, supplier: str, landscape: Landscape
) -> None:
    """The version of the record is the same, its answer is not."""
    vendor = landscape.ref("supplier", "alfa")
    landscape.add("product", {"beta": {"name": "Beta", "vendor": vendor}})
    product = f"/v1/products/{landscape.ref('product', 'beta')}"
    tag = tag_of(client, product)
    client.patch(supplier, content=b'{"name": "Gamma"}', headers=PATCH | {"If-Match": "*"})
    answer = client.get(product, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.json()["vendor"]["name"]) == (200, "Gamma")
    changed = client.patch(product, content=b'{"name": "Delta"}', headers=PATCH | {"If-Match": tag})
    assert (changed.status_code, changed.json()["name"]) == (200, "Delta")


@pytest.mark.parametrize("coding", ["identity", "gzip", "br", "zstd"])
@pytest.mark.parametrize("form", ["{0}", "W/{0}", '"x", {0}', 'W/"x", W/{0}'])
def test_a_change_is_made_from_the_tag_of_any_coding(client: TestClient, supplier: str, coding: str, form: str) -> None:
    """Also when a proxy that compresses made it weak."""
    tag = tag_of(client, supplier, **{"Accept-Encoding": coding})
    tagged = PATCH | {"Accept-Encoding": coding, "If-Match": form.format(tag)}
    changed = client.patch(supplier, content=b'{"kvk": "12345678"}', headers=tagged)
    assert (changed.status_code, changed.json()["kvk"]) == (200, "12345678")
    assert client.patch(supplier, content=b'{"kvk": null}', headers=tagged).status_code == 412
    tagged["If-Match"] = changed.headers["etag"]
    assert client.patch(supplier, content=b'{"kvk": null}', headers=tagged).status_code == 200


def test_what_is_no_tag_changes_nothing(client: TestClient, supplier: str) -> None:
    bare = tag_of(client, supplier).strip('"')
    answers = [
        client.patch(supplier, content=b"{}", headers=PATCH | {"If-Match": tag}) for tag in (bare, "", f'"{bare[1:]}"')
    ]
    assert [answer.status_code for answer in answers] == [412, 412, 412]


def test_errors_and_changes_are_no_conditional_answers(client: TestClient, landscape: Landscape) -> None:
    missing = client.get("/v1/nothing", headers={"If-None-Match": "*"})
    assert (missing.status_code, "etag" in missing.headers) == (404, False)
    made = client.post("/v1/suppliers", json={"name": "Alfa"}, headers=ACTING_AS | {"If-None-Match": "*"})
    assert made.status_code == 201


def test_a_subscription_and_what_became_of_it(client: TestClient, landscape: Landscape, db: Any) -> None:
    """Its version is that of what was chosen; its answer tells more."""
    body = {"name": "A", "channel": "pull", "kinds": ["contract_ends"]}
    made = client.post("/v1/subscriptions", json=body, headers=ACTING_AS)
    assert made.status_code == 201, made.text
    address = made.headers["location"]
    tag = tag_of(client, address)
    assert tag.startswith(f"{made.headers['etag'][:-1].removesuffix('.zstd')}.")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_an_asset_in_a_coding_is_asked_for_conditionally(app: FastAPI) -> None:
    client, path = TestClient(app), asset("screen.css")
    plain, small = tag_of(client, path, **PLAIN), tag_of(client, path)
    assert small == f'{plain[:-1]}.zstd"'
    again = client.get(path, headers={"If-None-Match": small})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", small)
    assert again.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get(path, headers=PLAIN | {"If-None-Match": plain}).status_code == 304
    assert client.get(path, headers={"If-None-Match": plain}).status_code in {200, 304}
