/* Draws every chart of a page from its json_script block (foundation.charts.ChartSpec.as_json). No figure is computed
   here: texts come finished from the server. Without this file the server's bars and the table stay. */
"use strict";

(() => {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(name).trim();
  const ink = token("--km-ink");
  const muted = token("--km-muted");
  const line = token("--km-line");
  const font = getComputedStyle(document.body).fontFamily;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const tones = {
    primary: token("--km-data"),
    muted: token("--km-data-muted"),
    alert: token("--km-data-alert"),
  };
  for (let step = 1; step <= 5; step += 1) tones[`step-${step}`] = token(`--km-step-${step}`);
  for (let group = 1; group <= 4; group += 1) tones[`group-${group}`] = token(`--km-group-${group}`);
  const onDark = new Set(["primary", "alert", "step-4", "step-5", "group-1", "group-4"]);
  const charts = new Map();

  const number = (value, decimals) =>
    new Intl.NumberFormat("vi-VN", { maximumFractionDigits: decimals }).format(value);
  const label = { fontFamily: font, fontSize: 12, color: ink };
  const soft = { fontFamily: font, fontSize: 12, color: muted };

  // Rich text tooltips: HTML ones need style attributes, which the content security policy forbids.
  const tooltip = (spec) => ({
    renderMode: "richText",
    trigger: "item",
    confine: true,
    borderWidth: 1,
    borderColor: token("--km-line-strong"),
    backgroundColor: "#fff",
    padding: [8, 10],
    textStyle: { fontFamily: font, fontSize: 12, color: ink },
    formatter: (item) => {
      if (spec.kind === "scatter") {
        const point = spec.points[item.dataIndex];
        const at = `${number(point.x, 1)} · ${number(point.y, spec.decimals)}${spec.unit}`;
        return [point.name, at, point.note].filter(Boolean).join("\n");
      }
      const series = spec.series[item.seriesIndex];
      if (!series) return item.name || "";
      const note = series.notes[item.dataIndex];
      const value = note ? `${series.texts[item.dataIndex]} (${note})` : series.texts[item.dataIndex];
      return `${spec.categories[item.dataIndex]}\n${series.name ? `${series.name}: ` : ""}${value}`;
    },
  });

  const floating = (spec) => spec.kind === "line" || spec.kind === "scatter";
  // A pyramid has the same end on both sides, with room for the figures beside the bars.
  const pyramidEnd = (spec) => {
    const most = Math.max(1, ...spec.series.flatMap((series) => series.values.map((value) => value || 0))) * 1.3;
    const step = 10 ** Math.floor(Math.log10(most)) / 2;
    return Math.ceil(most / step) * step;
  };
  const valueAxis = (spec) => {
    const end = spec.kind === "pyramid" ? pyramidEnd(spec) : spec.maximum;
    const fixed = end === null ? {} : { max: end, interval: end / (spec.kind === "pyramid" ? 2 : 4) };
    return {
      type: "value",
      min: spec.kind === "pyramid" ? -end : floating(spec) ? undefined : 0,
      ...fixed,
      scale: floating(spec),
      splitNumber: 4,
      axisLabel: { ...soft, fontSize: 11, hideOverlap: true, formatter: (v) => number(Math.abs(v), spec.decimals) },
      splitLine: { lineStyle: { color: line } },
      axisLine: { show: false },
      axisTick: { show: false },
    };
  };
  const LONG_NAME = 17;
  const categoryAxis = (spec) => {
    const long = spec.categories.some((name) => name.length > LONG_NAME);
    const wide = spec.horizontal && long ? { width: 124, overflow: "break" } : {};
    const margin = spec.kind === "line" && spec.series.length === 2 ? 22 : 8; // the lower line's figures stand below it
    return {
      type: "category",
      data: spec.categories,
      inverse: spec.horizontal,
      axisLabel: { ...label, interval: 0, lineHeight: 15, hideOverlap: !spec.horizontal, margin, ...wide },
      axisLine: { lineStyle: { color: token("--km-line-strong") } },
      axisTick: { show: false },
      splitLine: { show: false },
    };
  };

  const targetLine = (spec) =>
    spec.target && {
      symbol: "none",
      silent: true,
      animation: false,
      label: { show: false },
      lineStyle: { color: ink, type: "dashed", width: 1.25 },
      data: [{ [spec.horizontal ? "xAxis" : "yAxis"]: spec.target.value }],
    };
  // A break lies between two categories, where a category axis has no place: a hidden axis of numbers has.
  const breakSeries = (spec) => ({
    type: "scatter",
    data: [],
    xAxisIndex: spec.horizontal ? 0 : 1,
    yAxisIndex: spec.horizontal ? 1 : 0,
    markLine: {
      symbol: "none",
      silent: true,
      animation: false,
      label: { show: false },
      lineStyle: { color: muted, type: "dotted", width: 1.75 },
      data: spec.breaks
        .map((gap) => spec.categories.indexOf(gap.before))
        .filter((index) => index > 0)
        .map((index) => ({ [spec.horizontal ? "yAxis" : "xAxis"]: index })),
    },
  });
  const withBreaks = (spec, axis) =>
    spec.breaks.length
      ? [axis, { type: "value", min: 0, max: spec.categories.length, inverse: spec.horizontal, show: false }]
      : axis;

  const barSeries = (spec, canvas) =>
    spec.series.map((series, index) => {
      const stacked = spec.kind === "stacked";
      const left = spec.kind === "pyramid" && index === 0;
      const color = tones[series.tone] || tones.primary;
      return {
        name: series.name,
        type: "bar",
        stack: stacked || spec.kind === "pyramid" ? "all" : undefined,
        barMaxWidth: spec.horizontal ? 22 : 44,
        barCategoryGap: "32%",
        barGap: "12%",
        data: series.values.map((value) => (left && value !== null ? -value : value)),
        itemStyle: { color, borderColor: stacked ? "#fff" : color, borderWidth: stacked ? 1 : 0 },
        label: {
          ...label,
          show: true,
          fontSize: 11,
          fontWeight: 500,
          position: stacked ? "inside" : left ? "left" : spec.horizontal ? "right" : "top",
          color: stacked && onDark.has(series.tone) ? "#fff" : ink,
          formatter: (item) => inside(spec, series, item.dataIndex, canvas.clientWidth * (spec.horizontal ? 0.76 : 1.5)),
        },
        labelLayout: { hideOverlap: true },
        markLine: index === 0 ? targetLine(spec) || undefined : undefined,
      };
    });
  // A stretch too short for its text says nothing; the tooltip and the table do.
  const inside = (spec, series, at, room) => {
    const value = series.values[at];
    if (value === null) return "";
    if (spec.kind !== "stacked") return series.texts[at];
    const whole = spec.maximum || spec.series.reduce((sum, s) => sum + (s.values[at] || 0), 0);
    if ((value / whole) * room < 6.6 * series.texts[at].length + 4) return "";
    return series.texts[at];
  };

  // One or two lines carry all their figures; more would run into each other, so each says only its name and end.
  const lineSeries = (spec) => {
    const few = spec.series.length <= 2;
    const mean = (series) => {
      const known = series.values.filter((value) => value !== null);
      return known.reduce((sum, value) => sum + value, 0) / (known.length || 1);
    };
    const isLower = (series) => spec.series.some((other) => mean(other) > mean(series));
    return spec.series.map((series, index) => {
      const color = tones[series.tone] || tones.primary;
      const last = series.texts.length - 1;
      return {
        name: series.name,
        type: "line",
        data: series.values,
        connectNulls: false,
        animation: false, // its moving end label stumbles over a line that begins with a gap
        symbol: "circle",
        symbolSize: few ? 7 : 5,
        itemStyle: { color },
        lineStyle: { color, width: index === 0 ? 2.5 : 2 },
        label: { ...label, show: few, position: few && isLower(series) ? "bottom" : "top", fontSize: 11, formatter: (item) => series.texts[item.dataIndex] },
        endLabel:
          spec.series.length > 1 && series.values[last] !== null
            ? {
                ...label,
                show: true,
                fontSize: few ? 12 : 11,
                fontWeight: index === 0 || few ? 600 : 500,
                distance: 10,
                formatter: few ? series.name : `${series.name} ${series.texts[last]}`,
                width: few ? 84 : 132,
                overflow: "break",
              }
            : undefined,
        labelLayout: few ? { hideOverlap: true } : undefined,
        markLine: index === 0 ? targetLine(spec) || undefined : undefined,
      };
    });
  };

  // Dots first: a tooltip finds its dot by its place. Where there are curves only the dots that stand out bear a name.
  const scatterSeries = (spec) => [
    {
      type: "scatter",
      symbolSize: 10,
      z: 3,
      data: spec.points.map((point) => ({
        value: [point.x, point.y],
        name: point.name,
        symbol: point.marked ? "diamond" : "circle",
        symbolSize: point.marked ? 14 : 10,
        itemStyle: { color: point.marked ? tones.alert : tones.primary, opacity: 0.85 },
        label: { show: point.marked || !spec.curves.length },
      })),
      label: { ...label, show: true, position: "right", fontSize: 11, formatter: "{b}" },
      labelLayout: { hideOverlap: true },
      markLine: targetLine(spec) || undefined,
    },
    ...spec.curves.map((curve) => ({
      type: "line",
      name: curve.name,
      data: curve.points,
      symbol: "none",
      silent: true,
      animation: false,
      z: 2,
      lineStyle: { color: muted, width: 1.25, type: curve.outer ? "solid" : "dashed" },
    })),
  ];

  const option = (spec, canvas) => {
    const value = valueAxis(spec);
    const category = withBreaks(spec, categoryAxis(spec));
    const scatter = spec.kind === "scatter";
    const lines = spec.kind === "line";
    const series = lines ? lineSeries(spec) : scatter ? scatterSeries(spec) : barSeries(spec, canvas);
    const under = { name: spec.xName, nameLocation: "middle", nameGap: 26, nameTextStyle: soft };
    const over = { name: spec.yName, nameLocation: "end", nameGap: 10, nameTextStyle: { ...soft, align: "left" } };
    const ends = lines && spec.series.length > 1;
    return {
      animation: !calm,
      animationDuration: 300,
      textStyle: { fontFamily: font },
      aria: { enabled: true, label: { description: spec.title } },
      grid: {
        left: 4,
        right: ends ? (spec.series.length > 2 ? 142 : 92) : scatter ? 76 : spec.horizontal && spec.kind === "bar" ? 64 : 16,
        top: scatter ? 30 : spec.horizontal ? 8 : 24,
        bottom: scatter ? 26 : 4,
        outerBoundsMode: "same",
        outerBoundsContain: "axisLabel",
      },
      tooltip: tooltip(spec),
      xAxis: scatter ? { ...valueAxis(spec), ...under } : spec.horizontal ? value : category,
      yAxis: scatter ? { ...value, ...over } : spec.horizontal ? category : value,
      series: spec.breaks.length ? [...series, breakSeries(spec)] : series,
    };
  };

  // Words of colours that cannot carry their own, of the target and of breaks: beside the chart, never over its lines.
  const legend = (spec, canvas) => {
    const items = [];
    if (spec.series.length > 1 && !floating(spec))
      items.push(...spec.series.map((series) => [`ground-${series.tone}`, series.name]));
    if (spec.target) items.push(["legend-line", spec.target.label]);
    items.push(...spec.breaks.map((gap) => ["legend-line legend-break", gap.label]));
    new Map(spec.curves.map((curve) => [curve.name, curve.outer])).forEach((outer, name) =>
      items.push([outer ? "legend-line legend-solid" : "legend-line", name]),
    );
    if (!items.length) return;
    const list = document.createElement("ul");
    list.className = "chart-legend";
    items.forEach(([css, words]) => {
      const item = document.createElement("li");
      const mark = document.createElement("i");
      mark.className = css;
      item.append(mark, words);
      list.append(item);
    });
    canvas.before(list);
  };

  const file = (canvas, ending) => `${canvas.dataset.chart.replace(/-data$/, "")}.${ending}`;
  const download = (url, name) => {
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    link.click();
  };
  const svgOf = (canvas) => {
    const drawing = canvas.querySelector("svg").cloneNode(true);
    drawing.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    return new XMLSerializer().serializeToString(drawing);
  };
  const savePng = (canvas) => {
    const { width, height } = canvas.getBoundingClientRect();
    const picture = new Image();
    picture.addEventListener("load", () => {
      const paper = document.createElement("canvas");
      paper.width = width * 2;
      paper.height = height * 2;
      const pen = paper.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, paper.width, paper.height);
      pen.drawImage(picture, 0, 0, paper.width, paper.height);
      download(paper.toDataURL("image/png"), file(canvas, "png"));
    });
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(canvas))}`;
  };

  // The names at the ends of many lines, pushed apart until each can be read.
  const END_HEIGHT = 14;
  const spreadEnds = (chart, spec) => {
    if (spec.kind !== "line" || spec.series.length < 3) return;
    const last = spec.categories.length - 1;
    const ends = spec.series
      .map((series, index) => ({ index, value: series.values[last] }))
      .filter((end) => end.value !== null)
      .map((end) => ({ ...end, y: chart.convertToPixel({ seriesIndex: end.index }, [last, end.value])[1] }))
      .filter((end) => Number.isFinite(end.y))
      .sort((a, b) => a.y - b.y);
    const places = ends.map((end) => end.y);
    for (let round = 0; round < 20; round += 1)
      for (let i = 1; i < places.length; i += 1) {
        const lack = END_HEIGHT - (places[i] - places[i - 1]);
        if (lack > 0) {
          places[i - 1] -= lack / 2;
          places[i] += lack / 2;
        }
      }
    // The first name stays inside the picture; those under it move along where they must.
    for (let i = 0; i < places.length; i += 1)
      places[i] = Math.max(places[i], i ? places[i - 1] + END_HEIGHT : END_HEIGHT / 2);
    const series = spec.series.map(() => ({}));
    ends.forEach((end, i) => {
      series[end.index] = { endLabel: { offset: [0, places[i] - end.y] } };
    });
    chart.setOption({ series });
  };

  const draw = (canvas) => {
    const data = document.getElementById(canvas.dataset.chart);
    if (!data || charts.has(canvas)) return;
    const spec = JSON.parse(data.textContent);
    canvas.hidden = false;
    canvas.closest(".chart").classList.add("drawn");
    legend(spec, canvas);
    const chart = echarts.init(canvas, null, { renderer: "svg", locale: "VI" });
    chart.setOption(option(spec, canvas));
    spreadEnds(chart, spec);
    charts.set(canvas, { chart, spec });
    const figure = canvas.closest(".chart");
    figure.querySelectorAll("[data-chart-save], [data-chart-save-png]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        if (button.dataset.chartSavePng) savePng(canvas);
        else download(URL.createObjectURL(new Blob([svgOf(canvas)], { type: "image/svg+xml" })), file(canvas, "svg"));
      });
    });
  };
  const drawAll = (root) => root.querySelectorAll("[data-chart]").forEach(draw);

  const watcher = new ResizeObserver((entries) =>
    entries.forEach((entry) => {
      const drawn = charts.get(entry.target);
      if (!drawn || entry.contentRect.width === 0) return;
      drawn.chart.resize();
      spreadEnds(drawn.chart, drawn.spec);
    }),
  );
  const start = (root) => {
    drawAll(root);
    charts.forEach((_, canvas) => watcher.observe(canvas));
  };
  document.fonts.ready.then(() => start(document));
  document.addEventListener("htmx:afterSwap", (event) => start(event.target));
})();
