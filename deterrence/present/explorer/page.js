"use strict";
// The page asks the server for the state at the sliders' values, and draws what comes back; the last question wins.
const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const COLOURS = ["#5790fc", "#f89c20", "#e42536", "#964a8b", "#9c9ca1", "#7a21dd"];
const start = Object.fromEntries(data.sliders.map((s) => [s.name, s.value]));
let values = { ...start };
let channel = data.channels[0];
let asked = 0;
let shown = null;
let mapAsked = 0;

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function drawn(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const short = (x) => String(Number(x.toPrecision(6)));
const tidy = (name) => name.replaceAll("_", " ");

function moved() {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== start[name]).map(([n, v]) => [n, short(v)]));
}

function query(extra = {}) {
  return new URLSearchParams({ ...moved(), ...extra, token: data.token }).toString();
}

// --- sliders ---------------------------------------------------------------------------------------------------

function buildSliders() {
  for (const s of data.sliders) {
    const id = `slider-${s.name}`;
    const output = element("output", { for: id, id: `${id}-value` });
    const input = element("input", {
      type: "range", id, min: s.least, max: s.most, step: s.step, "aria-describedby": `${id}-meaning`,
    });
    input.addEventListener("input", () => move(s.name, Number(input.value)));
    $("sliders").append(
      element("div", { class: "slider" },
        element("label", { for: id }, element("span", {}, tidy(s.name)), output),
        input,
        element("small", { id: `${id}-meaning` }, s.meaning + (s.unit ? ` (${s.unit})` : ""))));
  }
}

function move(name, value) {
  // without a server only one slider at a time stands elsewhere than in the file
  if (data.known) {
    const s = data.sliders.find((one) => one.name === name);
    const k = Math.round(((value - s.least) / (s.most - s.least)) * (data.points - 1));
    values = { ...start, [name]: s.least + ((s.most - s.least) * k) / (data.points - 1) };
  } else {
    values[name] = value;
  }
  refresh();
}

function showValues() {
  for (const s of data.sliders) {
    const input = $(`slider-${s.name}`);
    input.value = values[s.name];
    $(`slider-${s.name}-value`).textContent = short(values[s.name]) + (values[s.name] === start[s.name] ? "" : " *");
  }
}

// --- asking ----------------------------------------------------------------------------------------------------

async function refresh() {
  showValues();
  remember();
  const mine = ++asked;
  let state;
  if (data.known) {
    const change = Object.entries(values).find(([name, value]) => value !== start[name]);
    state = data.known[change ? `${change[0]}=${Number(change[1].toPrecision(12))}` : ""] || data.known[""];
  } else {
    try {
      state = await (await fetch(`state?${query()}`)).json();
    } catch {
      state = { error: "the page has lost its server; start deterrence explore again" };
    }
  }
  if (mine !== asked) return;
  $("problem").hidden = !state.error;
  $("problem").textContent = state.error || "";
  if (!state.error) {
    shown = state;
    show();
  }
  askMap();
}

function remember() {
  const text = new URLSearchParams({ ...moved(), channel }).toString();
  history.replaceState(null, "", `${location.pathname}${location.search}#${text}`);
  $("share").href = location.href;
  if (data.known) return;
  $("toml").href = `scenario.toml?${query()}`;
  $("svg").href = `picture.svg?${query()}`;
}

function recall() {
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    if (name === "channel" && data.channels.includes(value)) channel = value;
    else if (name in values && Number.isFinite(Number(value))) values[name] = Number(value);
  }
}

// --- showing ---------------------------------------------------------------------------------------------------

function show() {
  const lines = Object.entries(shown.said).map(([name, text]) => `${name}, against ${shown.baseline}: ${text || "nothing holds for sure"}`);
  $("said").textContent = lines.join("\n");
  const here = shown.channels[channel];
  $("families").replaceChildren(...here.families.map((f) => element("li", f.kept ? {} : { class: "gone" },
    f.phrase + (f.kept ? "" : ` (removed by ${shown.refine.join(" and ")})`))));
  if (!here.families.length) $("families").append(element("li", {}, "no equilibrium"));
  showBands();
  showPicture(here.picture);
}

function showBands() {
  const names = data.channels;
  const head = element("tr", {}, element("th", { scope: "col" }, "least to most"), ...names.map((n) => element("th", { scope: "col" }, n)));
  const rows = shown.measures.map((m) => element("tr", {}, element("th", { scope: "row" }, tidy(m.title)),
    ...names.map((n) => {
      const band = shown.channels[n].bands[m.name];
      return element("td", { "data-measure": m.name, "data-channel": n }, band ? band.kept_text || band.text : "–");
    })));
  $("bands").replaceChildren(element("caption", {}, shown.refine.length ? `after ${shown.refine.join(" and ")}` : "over all equilibria"), head, ...rows);
}

function showTabs() {
  $("tabs").replaceChildren(...data.channels.map((name) => {
    const tab = element("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-selected": String(name === channel),
      "aria-controls": "channel", tabindex: name === channel ? "0" : "-1" }, name);
    tab.addEventListener("click", () => choose(name));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = (data.channels.indexOf(name) + step + data.channels.length) % data.channels.length;
      choose(data.channels[next]);
      $(`tab-${data.channels[next]}`).focus();
    });
    return tab;
  }));
  $("channel").setAttribute("aria-labelledby", `tab-${channel}`);
}

function choose(name) {
  channel = name;
  showTabs();
  axesFor();
  remember();
  if (shown) show();
  askMap();
}

// --- pictures --------------------------------------------------------------------------------------------------

const SIZE = 300, EDGE = 44;

function frame(label, x, y, ends = []) {
  const svg = drawn("svg", { viewBox: `0 0 ${SIZE + EDGE + 10} ${SIZE + EDGE + 10}`, role: "img", "aria-label": label });
  svg.append(drawn("rect", { x: EDGE, y: 10, width: SIZE, height: SIZE, fill: "none", stroke: "#1b1e23" }));
  const places = [[EDGE, SIZE + 26, "start"], [EDGE + SIZE, SIZE + 26, "end"], [EDGE - 4, 10 + SIZE, "end"], [EDGE - 4, 20, "end"]];
  ends.forEach((end, k) => svg.append(drawn("text", { x: places[k][0], y: places[k][1], "text-anchor": places[k][2] }, short(end))));
  svg.append(drawn("text", { x: EDGE + SIZE / 2, y: SIZE + EDGE - 4, "text-anchor": "middle" }, x));
  svg.append(drawn("text", { x: 12, y: 10 + SIZE / 2, "text-anchor": "middle", transform: `rotate(-90 12 ${10 + SIZE / 2})` }, y));
  return svg;
}

function showPicture(picture) {
  if (!picture) {
    $("picture").replaceChildren();
    $("picture-caption").textContent = "";
    return;
  }
  if (picture.kind === "beliefs") showBeliefs(picture);
  else showReplies(picture);
}

function showBeliefs(picture) {
  const made = picture.messages.map((m) => {
    const ends = Object.values(m.lines).flat();
    const low = Math.min(...ends), high = Math.max(...ends), span = high - low || 1;
    const at = (p, u) => [EDGE + SIZE * p, 10 + SIZE * (1 - (u - low) / span) * 0.9 + SIZE * 0.05];
    const svg = frame(`Payoffs of ${picture.receiver} after ${m.message}, by belief`, `belief in ${picture.type} after ${m.message}`, `payoff of ${picture.receiver}`, [0, 1]);
    if (m.held) {
      const [a, b] = m.held;
      svg.append(drawn("rect", { x: EDGE + SIZE * a - 2, y: 10, width: SIZE * (b - a) + 4, height: SIZE, fill: "#9c9ca1", opacity: m.sent ? 0.6 : 0.3 }));
    }
    Object.entries(m.lines).forEach(([reply, [zero, one]], k) => {
      const [x1, y1] = at(0, zero), [x2, y2] = at(1, one);
      svg.append(drawn("line", { x1, y1, x2, y2, stroke: COLOURS[k % 6], "stroke-width": 3, "stroke-dasharray": ["", "8 4", "2 3"][k % 3] }));
      svg.append(drawn("text", { x: EDGE + 6 + 90 * k, y: 24, "font-weight": "bold" }, `${["—", "- -", "···"][k % 3]} ${reply}`));
    });
    return svg;
  });
  $("picture").replaceChildren(...made);
  $("picture-caption").textContent = "The reply whose line is highest is best. Grey: beliefs in equilibrium, pale after what is not sent.";
}

function showReplies(picture) {
  const [[a, b], [c, d]] = picture.payoffs[0];
  const [[e, f], [g, h]] = picture.payoffs[1];
  const [one, two] = picture.players.map((player, k) => `probability of ${picture.actions[k][0]} (${player})`);
  const svg = frame("Best replies", one, two, [0, 1, 0, 1]);
  const at = (p, q) => `${EDGE + SIZE * p},${10 + SIZE * (1 - q)}`;
  const steps = Array.from({ length: 201 }, (_, k) => k / 200);
  // the first player's best reply to q, the second player's to p
  const mine = steps.map((q) => [a * q + b * (1 - q) - c * q - d * (1 - q), q]).map(([gain, q]) => [gain > 0 ? 1 : gain < 0 ? 0 : 0.5, q]);
  const theirs = steps.map((p) => [e * p + g * (1 - p) - f * p - h * (1 - p), p]).map(([gain, p]) => [p, gain > 0 ? 1 : gain < 0 ? 0 : 0.5]);
  [mine, theirs].forEach((line, k) => svg.append(drawn("polyline", {
    points: line.map(([p, q]) => at(p, q)).join(" "), fill: "none", stroke: COLOURS[k * 2], "stroke-width": 3, "stroke-dasharray": k ? "8 4" : "",
  })));
  for (const [p, q] of picture.points) {
    const [x, y] = at(p, q).split(",");
    svg.append(drawn("circle", { cx: x, cy: y, r: 6, fill: "#1b1e23" }));
  }
  $("picture").replaceChildren(svg);
  $("picture-caption").textContent = `Solid: best replies of ${picture.players[0]}; dashed: of ${picture.players[1]}. Dots: extreme equilibria.`;
}

// --- the map ---------------------------------------------------------------------------------------------------

function axesFor() {
  const own = data.sliders.filter((s) => data.parameters[channel].includes(s.name)).map((s) => s.name);
  for (const [id, wanted] of [["across", 0], ["up", 1]]) {
    const before = $(id).value;
    $(id).replaceChildren(...own.map((name) => element("option", { value: name }, tidy(name))));
    $(id).value = own.includes(before) ? before : own[Math.min(wanted, own.length - 1)];
  }
  $("map-figure").hidden = own.length < 2 || Boolean(data.known);
}

let waiting = 0;
function askMap() {
  if ($("map-figure").hidden) return;
  clearTimeout(waiting);
  showMarker();
  waiting = setTimeout(async () => {
    const mine = ++mapAsked;
    const across = $("across").value, up = $("up").value;
    const reply = await fetch(`map?${query({ channel, across, up })}`).then((r) => r.json()).catch(() => ({ error: "no map" }));
    if (mine !== mapAsked) return;
    if (reply.error) {
      $("map").replaceChildren();
      $("map-caption").textContent = reply.error;
    } else showMap(reply);
  }, 150);
}

function showMap(map) {
  const ends = [map.across, map.up].flatMap((name) => data.sliders.filter((s) => s.name === name).flatMap((s) => [s.least, s.most]));
  const svg = frame(`Map of equilibria by ${map.across} and ${map.up}`, tidy(map.across), tidy(map.up), ends);
  const n = map.cells.length, size = SIZE / n;
  map.cells.forEach((row, j) => row.forEach((k, i) => {
    if (k >= 0) svg.append(drawn("rect", { x: EDGE + i * size, y: 10 + SIZE - (j + 1) * size, width: size + 0.3, height: size + 0.3, fill: COLOURS[k % 6], opacity: 0.55 }));
  }));
  map.sets.forEach((_, k) => {
    const inside = [];
    map.cells.forEach((row, j) => row.forEach((m, i) => m === k && inside.push([i, j])));
    const [i, j] = inside[Math.floor(inside.length / 2)];
    svg.append(drawn("text", { x: EDGE + (i + 0.5) * size, y: 14 + SIZE - (j + 0.5) * size, "text-anchor": "middle", "font-weight": "bold" }, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[k % 26]));
  });
  svg.append(drawn("path", { id: "marker", class: "marker", d: "M0 -9 L3 -3 L9 0 L3 3 L0 9 L-3 3 L-9 0 L-3 -3 Z", fill: "#fff", stroke: "#1b1e23", "stroke-width": 2 }));
  $("map").replaceChildren(svg);
  $("map-caption").replaceChildren(...map.sets.flatMap((names, k) => [element("b", {}, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[k % 26]), ` ${names.join(" | ") || "none"} `]));
  showMarker();
}

function showMarker() {
  const marker = $("marker");
  if (!marker) return;
  const share = (id) => {
    const s = data.sliders.find((one) => one.name === $(id).value);
    return (values[s.name] - s.least) / (s.most - s.least);
  };
  marker.setAttribute("transform", `translate(${EDGE + SIZE * share("across")} ${10 + SIZE * (1 - share("up"))})`);
}

// --- begin -----------------------------------------------------------------------------------------------------

$("title").textContent = data.title;
buildSliders();
recall();
showTabs();
axesFor();
for (const id of ["across", "up"]) $(id).addEventListener("change", askMap);
$("reset").addEventListener("click", () => { values = { ...start }; refresh(); });
if (data.known) for (const id of ["share", "toml", "svg"]) $(id).hidden = true;
refresh();
