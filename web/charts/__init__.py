"""Charts: a function returns the ECharts option as plain JSON, `drawing` makes it an SVG on the server."""
