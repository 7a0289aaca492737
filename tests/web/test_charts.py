import json
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree as ET

from web.charts.concentration import NARROW, WIDE, Size, concentration_option
from web.charts.drawing import draw
from web.views.overview import ConcentrationRow
from web.views.values import Share

ROWS = (
    ConcentrationRow("Microsoft", 60, Share(0.6, 0.8)),
    ConcentrationRow("Bytes & <zonen> 𝔏", 20, Share(0.2, 0.4)),
)


def svg(size: Size = WIDE, rows: tuple[ConcentrationRow, ...] = ROWS) -> str:
    option = concentration_option(rows, language="nl", size=size)
    return draw(option, width=size.width, height=200)


def test_the_option_is_plain_json() -> None:
    option = concentration_option(ROWS, language="nl", size=WIDE)
    assert json.loads(json.dumps(option)) == option


def test_known_is_solid_and_possible_is_on_top_of_it() -> None:
    known, possible = concentration_option(ROWS, language="nl", size=WIDE)["series"]
    assert known["data"] == [60.0, 20.0]
    assert [bar["value"] for bar in possible["data"]] == [20.0, 20.0]
    assert [bar["label"]["formatter"] for bar in possible["data"]] == ["60,0–80,0\xa0%", "20,0–40,0\xa0%"]
    assert "decal" in possible["itemStyle"]


def test_the_drawing_is_well_formed_scales_and_has_no_inline_style() -> None:
    for size in (WIDE, NARROW):
        root = ET.fromstring(svg(size))
        assert root.get("viewBox") == f"0 0 {size.width} 200"
        assert not [element for element in root.iter() if element.get("style") or element.tag.endswith("style")]
    texts = ["".join(element.itertext()) for element in ET.fromstring(svg()).iter("{http://www.w3.org/2000/svg}text")]
    assert {"Microsoft", "Bytes & <zonen> 𝔏", "60,0–80,0\xa0%"} <= set(texts)


def test_drawings_can_be_asked_for_from_several_threads() -> None:
    sizes = [Size(width=400 + step, names=90, ends=60, text=12, ticks=2) for step in range(8)]
    with ThreadPoolExecutor(4) as threads:
        drawings = list(threads.map(svg, sizes))
    assert [ET.fromstring(drawing).get("width") for drawing in drawings] == [str(size.width) for size in sizes]


def test_no_rows_is_an_empty_chart() -> None:
    assert ET.fromstring(svg(rows=())).tag.endswith("svg")
