/**
 * The page's side of an exported lesson. Each widget's front end is the one that JupyterLab loads;
 * what the kernel would answer was computed when the page was made.
 */

const paper = document.body.classList.contains("handout");

async function unpack(id) {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

async function load(source) {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const module = await import(url);
  URL.revokeObjectURL(url);
  return module.default;
}

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** The values to which all contents refer by number. */
class Pool {
  constructor({ values, columns }) {
    Object.assign(this, { values, columns });
  }

  value(number) {
    return this.values[number];
  }

  table(number) {
    return this.values[number].flatMap(([count, fields]) => {
      const columns = Object.entries(fields).map(([field, n]) => [field, this.columns[n]]);
      const row = (i) => Object.fromEntries(columns.map(([field, column]) => [field, column[i]]));
      return Array.from({ length: count }, (_, i) => row(i));
    });
  }
}

/** What a widget's front end knows of the kernel. */
class Model {
  constructor(traits, hear = () => {}) {
    Object.assign(this, { traits, hear, calls: {} });
  }

  get(name) {
    return this.traits[name];
  }

  on(event, call) {
    (this.calls[event] ??= []).push(call);
  }

  send(content) {
    this.hear(content);
  }

  tell(event, message) {
    for (const call of this.calls[event] ?? []) call(message);
  }
}

/** A board whose content is a list of numbers of values, one for each slot. */
class Board {
  constructor(place, still, { pool, live, engine }, events = new Set(), hear = () => {}) {
    Object.assign(this, { place, pool, events, slots: still.slots, now: still.frame });
    this.revision = 0;
    this.sheet = new CSSStyleSheet();
    document.adoptedStyleSheets.push(this.sheet);
    const { template, specs, styles, options } = still;
    const frame = { revision: 0, stale: [], ...this.message(this.slots.keys()) };
    const model = new Model({ template, specs, styles, options, engine, frame }, (content) => {
      if (content.event) hear(content);
    });
    this.model = model;
    const front = live();
    const el = make("div");
    place.append(el);
    front.initialize({ model });
    front.render({ model, el });
    this.close();
  }

  /** Show another content; only what differs is sent. */
  show(content) {
    const changed = [...this.slots.keys()].filter((i) => content[i] !== this.now[i]);
    this.now = content;
    if (!changed.length) return;
    this.revision += 1;
    this.model.tell("msg:custom", { revision: this.revision, stale: [], ...this.message(changed) });
    this.close();
  }

  message(changed) {
    const charts = {};
    const html = {};
    for (const i of changed) {
      const [kind, name, part] = this.slots[i];
      const number = this.now[i];
      if (kind === "html") html[name] = this.pool.value(number);
      else if (kind === "marks") this.sheet.replaceSync(this.pool.value(number));
      else {
        const chart = (charts[name] ??= {});
        if (kind === "alt") chart.alt = this.pool.value(number);
        else if (kind === "data") (chart.data ??= {})[part] = this.pool.table(number);
        else (chart.signals ??= {})[part] = this.pool.value(number);
      }
    }
    for (const chart of Object.values(charts)) {
      chart.data ??= {};
      chart.signals ??= {};
    }
    return { charts, html };
  }

  /** What nobody answers cannot be pressed. */
  close() {
    for (const control of this.place.querySelectorAll("[data-event]")) {
      if (!this.events.has(control.dataset.event)) control.disabled = true;
    }
  }
}

/** One slider; it stops where the lesson was solved. */
class Slider {
  constructor({ name, label, title, low, high, ...rest }, moved) {
    Object.assign(this, rest, { moved, at: rest.home });
    this.input = make("input", {
      type: "range", min: `${low}`, max: `${high}`, step: "any", "aria-label": title,
      oninput: () => this.go(this.nearest(Number(this.input.value))),
      onkeydown: (event) => this.key(event),
    });
    this.output = make("output");
    const words = make("div");
    words.innerHTML = label;
    const track = make("div", { class: "noUi-target" }, this.input);
    const line = make("div", { class: "line" }, track, this.output);
    this.row = make("div", { class: `cogov-row cogov-slider-${name}` }, words, line);
    this.put(this.home);
  }

  nearest(value) {
    const far = this.stops.map((stop) => Math.abs(stop - value));
    return far.indexOf(Math.min(...far));
  }

  key(event) {
    const last = this.stops.length - 1;
    const to = {
      ArrowLeft: this.at - 1, ArrowDown: this.at - 1, ArrowRight: this.at + 1, ArrowUp: this.at + 1,
      PageDown: this.at - 4, PageUp: this.at + 4, Home: 0, End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.go(Math.max(0, Math.min(last, to)));
  }

  put(at) {
    this.at = at;
    this.input.value = this.stops[at];
    this.output.value = Number(this.stops[at].toPrecision(6));
    this.input.setAttribute("aria-valuetext", this.output.value);
  }

  go(at) {
    const moved = at !== this.at;
    this.put(at);
    if (moved) this.moved(this);
  }
}

function explorer(place, still, page) {
  const controls = make("div", { class: "cogov-controls" });
  const shown = make("div", { class: "board" });
  place.append(make("div", { class: "cogov-explorer" }, ...(paper ? [shown] : [controls, shown])));
  const board = new Board(shown, still, page);
  if (paper) return;
  const sliders = [];
  let quo; // the slider of where the society starts
  const moved = (slider) => {
    const base = quo ? quo.sides[quo.at] : 0;
    for (const other of sliders) {
      if (other !== slider) other.put(other === quo ? quo.bases[base] : other.home);
    }
    board.show((slider === quo ? quo.frames : slider.frames[base])[slider.at]);
  };
  const reset = () => {
    for (const slider of sliders) slider.put(slider.home);
    board.show(still.frame);
  };
  controls.append(
    make("button", { type: "button", class: "plain", onclick: reset }, still.words.reset),
    make("p", { class: "hint" }, still.words.note),
  );
  for (const { title, folded, sliders: rows } of still.groups) {
    const made = rows.map((row) => new Slider(row, moved));
    sliders.push(...made);
    const all = made.map((slider) => slider.row);
    const head = make(folded ? "summary" : "div", { class: folded ? "" : "cogov-group" }, title);
    quo ??= made.find((slider) => slider.sides);
    controls.append(make(folded ? "details" : "div", {}, head, ...all));
  }
}

/** What somebody typed, as the package reads it: with a point or any comma, or as a percentage. */
function read(text) {
  const plain = text.trim().replaceAll(/[，。,]/g, ".").replaceAll("％", "%");
  const digits = plain.replace(/[%\s]+$/, "");
  return digits ? Number(digits) / (plain.endsWith("%") ? 100 : 1) : NaN;
}

function check(place, still, page) {
  let state = 0;
  const moves = still.moves.flatMap((move) => Object.keys(move));
  const events = new Set(moves.map((move) => move.slice(0, move.indexOf("/"))));
  const key = (event, value) => {
    const chosen = `${event}/${value ?? ""}`;
    if (chosen in still.moves[state] || !still.numbers.length) return chosen;
    if (!`${value}`.trim()) return "";
    const given = read(`${value}`);
    if (!Number.isFinite(given)) return `${event}/none`;
    const known = still.numbers.findIndex((n) => Math.abs(given - n) <= still.tolerance);
    return `${event}/${known < 0 ? "other" : known}`;
  };
  const board = new Board(place, still, page, events, ({ event, value }) => {
    const next = still.moves[state][key(event, value)];
    if (next === undefined) return;
    state = next;
    board.show(still.states[state]);
  });
}

function prediction(place, { question, written, locked, missing, least, words }) {
  const middle = Math.round((written.length - 1) / 2);
  const output = make("output", {}, written[middle]);
  const slider = make("input", {
    type: "range", min: "0", max: `${written.length - 1}`, value: `${middle}`, "aria-label": question,
    oninput: () => (output.value = written[slider.value]),
  });
  const reason = make("textarea", { rows: 2, placeholder: words.because, "aria-label": words.why });
  const told = make("div", { role: "status" });
  const lock = make("button", {
    type: "button", class: "plain",
    onclick: () => {
      const enough = [...reason.value.trim()].length >= least;
      told.className = enough ? "told" : "told wrong";
      told.textContent = enough ? `✓ ${locked[slider.value]}` : `✗ ${missing}`;
      for (const control of [slider, reason, lock]) control.disabled = enough;
    },
  }, words.lock);
  const line = make("div", { class: "line" }, slider, output);
  const parts = [make("b", {}, question), line, make("div", {}, words.why), reason, lock, told];
  place.append(make("div", { class: "prediction" }, ...parts));
}

function play(place, still, page) {
  place.classList.add("away");
  new Board(place, still, page);
}

const KINDS = { board: (place, still, page) => new Board(place, still, page), explorer, check, prediction, play };

const [data, vega, loader, live] = await Promise.all(
  ["data", "vega", "loader", "live"].map((name) => unpack(`cogov-${name}`)),
);
const { widgets, pool, engine } = JSON.parse(data);
(await load(loader)).initialize({ model: new Model({ key: engine, source: vega }) });
const page = { pool: new Pool(pool), engine, live: await load(live) };
for (const place of document.querySelectorAll("[data-widget]")) {
  const still = widgets[place.dataset.widget];
  KINDS[still.kind](place, still, page);
}
