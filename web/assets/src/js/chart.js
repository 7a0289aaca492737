// Runs inside quickjs on the server: an option in, an SVG out.
import { BarChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

// Nothing moves here, so nothing needs to happen later.
globalThis.setTimeout ??= () => 0;
globalThis.clearTimeout ??= () => {};

use([BarChart, GridComponent, SVGRenderer]);

export function draw(option, width, height) {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption(JSON.parse(option));
  const svg = chart.renderToSVGString({ useViewBox: true });
  chart.dispose();
  // Quoted, so that characters outside the basic plane survive the way out.
  return JSON.stringify(svg);
}
