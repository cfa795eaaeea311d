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

  const valueAxis = (spec) => ({
    type: "value",
    min: spec.kind === "line" || spec.kind === "scatter" ? undefined : spec.kind === "pyramid" ? undefined : 0,
    max: spec.maximum === null ? undefined : spec.maximum,
    scale: spec.kind === "line" || spec.kind === "scatter",
    splitNumber: 4,
    axisLabel: { ...soft, fontSize: 11, formatter: (v) => number(Math.abs(v), spec.decimals) },
    splitLine: { lineStyle: { color: line } },
    axisLine: { show: false },
    axisTick: { show: false },
  });
  const categoryAxis = (spec) => ({
    type: "category",
    data: spec.categories,
    inverse: spec.horizontal,
    axisLabel: { ...label, interval: 0, width: spec.horizontal ? 132 : undefined, overflow: "break", lineHeight: 15 },
    axisLine: { lineStyle: { color: token("--km-line-strong") } },
    axisTick: { show: false },
    splitLine: { show: false },
  });

  // Targets and breaks as lines with their words; drawn on the first series only.
  const marks = (spec) => {
    const data = [];
    const value = spec.horizontal ? "xAxis" : "yAxis";
    const place = spec.horizontal ? "yAxis" : "xAxis";
    if (spec.target)
      data.push({
        [value]: spec.target.value,
        label: { ...soft, show: true, formatter: spec.target.label, position: spec.horizontal ? "end" : "insideEndTop", fontSize: 11 },
        lineStyle: { color: ink, type: "dashed", width: 1.25 },
      });
    spec.breaks.forEach((gap) => {
      const index = spec.categories.indexOf(gap.before);
      if (index < 1) return;
      data.push({
        [place]: index - 0.5,
        label: { ...soft, show: true, formatter: gap.label, position: spec.horizontal ? "insideEndTop" : "end", fontSize: 11 },
        lineStyle: { color: muted, type: "dotted", width: 1.25 },
      });
    });
    return data.length ? { symbol: "none", silent: true, animation: false, data } : undefined;
  };

  const barSeries = (spec) =>
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
          position: stacked || spec.kind === "pyramid" ? "inside" : spec.horizontal ? "right" : "top",
          color: (stacked || spec.kind === "pyramid") && onDark.has(series.tone) ? "#fff" : ink,
          formatter: (item) => inside(spec, series, item.dataIndex),
        },
        labelLayout: { hideOverlap: true },
        markLine: index === 0 ? marks(spec) : undefined,
      };
    });
  // A stretch too short for its text says nothing; the tooltip and the table do.
  const inside = (spec, series, at) => {
    const value = series.values[at];
    if (value === null) return "";
    if (spec.kind !== "stacked") return series.texts[at];
    const whole = spec.maximum || spec.series.reduce((sum, s) => sum + (s.values[at] || 0), 0);
    if (value / whole < 0.07) return "";
    return value / whole > 0.2 && at === 0 ? `${series.name} ${series.texts[at]}` : series.texts[at];
  };

  const lineSeries = (spec) =>
    spec.series.map((series, index) => {
      const color = tones[series.tone] || tones.primary;
      return {
        name: series.name,
        type: "line",
        data: series.values,
        connectNulls: false,
        symbol: "circle",
        symbolSize: 7,
        itemStyle: { color },
        lineStyle: { color, width: 2.25 },
        label: { ...label, show: true, position: "top", fontSize: 11, formatter: (item) => series.texts[item.dataIndex] },
        endLabel:
          spec.series.length > 1
            ? { ...label, show: true, color, fontWeight: 600, distance: 10, formatter: series.name, width: 96, overflow: "break" }
            : undefined,
        labelLayout: { hideOverlap: true },
        markLine: index === 0 ? marks(spec) : undefined,
      };
    });

  const scatterSeries = (spec) => [
    {
      type: "scatter",
      symbolSize: 10,
      data: spec.points.map((point) => ({ value: [point.x, point.y], name: point.name })),
      itemStyle: { color: tones.primary, opacity: 0.85 },
      label: { ...label, show: true, position: "right", fontSize: 11, formatter: "{b}" },
      labelLayout: { hideOverlap: true },
      markLine: marks(spec),
    },
  ];

  const option = (spec) => {
    const value = valueAxis(spec);
    const category = categoryAxis(spec);
    const scatter = spec.kind === "scatter";
    const named = { nameTextStyle: soft, nameLocation: "middle" };
    const lines = spec.kind === "line";
    return {
      animation: !calm,
      animationDuration: 300,
      textStyle: { fontFamily: font },
      aria: { enabled: true, label: { description: spec.title } },
      grid: {
        left: 4,
        right: lines && spec.series.length > 1 ? 104 : spec.horizontal && spec.kind === "bar" ? 52 : 16,
        top: spec.breaks.length || spec.target || !spec.horizontal ? 26 : 8,
        bottom: scatter ? 26 : 4,
        outerBoundsMode: "same",
        outerBoundsContain: "axisLabel",
      },
      tooltip: tooltip(spec),
      xAxis: scatter ? { ...valueAxis(spec), ...named, name: spec.xName, nameGap: 28 } : spec.horizontal ? value : category,
      yAxis: scatter ? { ...value, ...named, name: spec.yName, nameGap: 40 } : spec.horizontal ? category : value,
      series: lines ? lineSeries(spec) : scatter ? scatterSeries(spec) : barSeries(spec),
    };
  };

  // Names beside colours where a line or a pair of bars cannot carry its own.
  const legend = (spec, canvas) => {
    if (spec.kind === "line" || spec.kind === "scatter" || spec.series.length < 2) return;
    const list = document.createElement("ul");
    list.className = "chart-legend";
    spec.series.forEach((series) => {
      const item = document.createElement("li");
      const mark = document.createElement("i");
      mark.className = `ground-${series.tone}`;
      item.append(mark, series.name);
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

  const draw = (canvas) => {
    const data = document.getElementById(canvas.dataset.chart);
    if (!data || charts.has(canvas)) return;
    const spec = JSON.parse(data.textContent);
    canvas.hidden = false;
    canvas.closest(".chart").classList.add("drawn");
    legend(spec, canvas);
    const chart = echarts.init(canvas, null, { renderer: "svg", locale: "VI" });
    chart.setOption(option(spec));
    charts.set(canvas, chart);
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
      const chart = charts.get(entry.target);
      if (chart && entry.contentRect.width > 0) chart.resize();
    }),
  );
  const start = (root) => {
    drawAll(root);
    charts.forEach((_, canvas) => watcher.observe(canvas));
  };
  document.fonts.ready.then(() => start(document));
  document.addEventListener("htmx:afterSwap", (event) => start(event.target));
})();
