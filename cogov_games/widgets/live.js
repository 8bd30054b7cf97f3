/**
 * The page's side of LiveBoard: charts are embedded once, then fed with data and signals.
 * The state mirrors the one in Python; see LiveBoard for the messages.
 */

const PATIENCE = 10000; // milliseconds until a page without the chart engine asks for it
const NUMBERS = { decimal: ".", thousands: "\u00a0", grouping: [3], currency: ["", ""] };

const words = (value) => [value].flat().join(" ");
const json = (value) => JSON.parse(JSON.stringify(value ?? null));

/** Wait for the engine that the loader widget publishes, in whichever order they arrive. */
function engine(key, ask, say) {
  const slot = (globalThis[key] ??= {});
  slot.ready ??= new Promise((resolve) => (slot.publish = resolve));
  const timer = setTimeout(() => {
    say("The chart engine has not arrived yet. Is the kernel running?");
    if (!slot.asked) ask();
    slot.asked = true;
  }, PATIENCE);
  slot.ready.then(() => {
    clearTimeout(timer);
    say("");
  });
  return slot.ready;
}

/** Colours are CSS variables, so that a picture follows a change of theme by itself. */
function theme(element) {
  const text = "var(--cogov-text)";
  const muted = "var(--cogov-text-muted)";
  const line = "var(--cogov-line)";
  const label = { labelColor: text, labelFontSize: 12 };
  const title = { titleColor: text, titleFontSize: 14, titleFontWeight: "normal" };
  return {
    background: "transparent",
    font: getComputedStyle(element).fontFamily,
    axis: {
      ...label,
      ...title,
      labelSeparation: 6,
      domainColor: line,
      tickColor: line,
      gridColor: "var(--cogov-line-muted)",
    },
    axisY: { minExtent: 32 }, // the plot does not shift when the labels change
    header: { ...label, ...title, labelFontSize: 14 },
    legend: { ...label, ...title },
    title: { color: text, subtitleColor: muted, fontSize: 16, subtitleFontSize: 14 },
    text: { color: text, fontSize: 14 },
    rule: { color: text },
    tick: { color: text },
    view: { stroke: line },
  };
}

/** One chart in its slot. */
class Picture {
  constructor(slot, spec, { options, ready, state, send }) {
    Object.assign(this, { slot, spec, options, ready, state, send });
    this.fit = spec.usermeta?.fit;
    this.margin = this.fit?.padding ?? 0;
    this.host = document.createElement("div");
    this.fault = document.createElement("div");
    this.fault.className = "cogov-error";
    this.fault.setAttribute("role", "alert");
    slot.replaceChildren(this.host, this.fault);
    this.next = {};
    this.describe();
    this.observer = new ResizeObserver(([entry]) => {
      this.width = Math.floor(entry.contentRect.width);
      this.work();
    });
    this.observer.observe(slot);
  }

  /** Take an update; while one is being drawn, the following ones become a single one. */
  update({ data, signals }) {
    this.next ??= {};
    this.next.data = { ...this.next.data, ...data };
    this.next.signals = { ...this.next.signals, ...signals };
    this.describe();
    this.work();
  }

  describe() {
    const { description, title } = this.spec;
    const alt = this.state().alt ?? description ?? (title && words(title.text ?? title));
    if (!alt) return;
    this.host.setAttribute("role", "img");
    this.host.setAttribute("aria-label", alt);
  }

  async work() {
    if (this.busy || !this.width) return; // no width: not on the page yet, or in a hidden tab
    this.busy = true;
    try {
      while (!this.closed && (this.next || this.width !== this.drawn)) {
        if (this.view) await this.draw();
        else await this.embed();
        this.say("");
      }
    } catch (error) {
      this.drawn = this.width;
      this.say(`The chart cannot be drawn: ${error.message}`);
    } finally {
      this.busy = false;
    }
  }

  say(message) {
    this.fault.textContent = message;
  }

  async embed() {
    const { vegaEmbed } = await this.ready((message) => this.say(message));
    if (this.closed) return;
    this.next = null;
    const { data = {}, signals = {} } = this.state();
    const spec = structuredClone(this.spec);
    delete spec.$schema;
    if (spec.width === "container") {
      spec.width = this.width;
      spec.autosize ??= { type: "fit-x", contains: "padding" };
      this.fluid = true;
    }
    this.drawn = this.width;
    const { view, finalize } = await vegaEmbed(this.host, spec, {
      formatLocale: NUMBERS,
      tooltip: { disableDefaultStyle: true },
      ...this.options,
      ast: true, // expressions are interpreted: an exported page lets nothing be compiled
      mode: "vega-lite",
      renderer: "svg",
      actions: false,
      defaultStyle: false,
      config: { ...theme(this.slot), ...this.options.config },
      patch: (vega) => preset(vega, data, { ...signals, ...this.sizes() }),
    });
    if (this.closed) return finalize();
    Object.assign(this, { view, finalize });
    this.describe(); // Vega put its own words there
    await this.trim();
    const click = this.spec.usermeta?.click;
    if (!click) return;
    view.addSignalListener(click, (event, value) => {
      if (!this.drawing) this.send({ event, value: json(value) });
    });
  }

  async draw() {
    const { data = {}, signals = {} } = this.next ?? {};
    this.next = null;
    const resized = this.width !== this.drawn;
    this.drawn = this.width;
    this.drawing = true;
    try {
      for (const [name, rows] of Object.entries(data)) this.view.data(name, copies(rows));
      for (const [name, value] of Object.entries(signals)) this.view.signal(name, value);
      if (resized) this.resize();
      await this.view.runAsync();
      if (resized) await this.trim();
      else this.hold();
    } finally {
      this.drawing = false;
    }
  }

  /** The signals that carry the width. */
  sizes() {
    if (this.fluid) return { width: this.drawn };
    if (!this.fit) return {};
    const { signal, columns } = this.fit;
    return { [signal]: Math.max(20, Math.floor((this.drawn - this.margin) / columns)) };
  }

  resize() {
    for (const [name, value] of Object.entries(this.sizes())) this.view.signal(name, value);
    this.view.resize(); // Vega fits the picture around its parts only when told to
  }

  /** What stands around the facets is known only once they are drawn. */
  async trim() {
    const svg = this.host.querySelector("svg");
    if (this.fit && svg) {
      const { signal, columns } = this.fit;
      const margin = Math.ceil(svg.width.baseVal.value - columns * this.view.signal(signal));
      if (margin !== this.margin) {
        this.margin = margin;
        this.resize();
        await this.view.runAsync();
      }
    }
    this.hold();
  }

  /** What stands below the chart must not jump. */
  hold() {
    const height = this.host.querySelector("svg")?.height.baseVal.value ?? 0;
    this.height = Math.max(this.height ?? 0, height);
    this.host.style.minHeight = `${this.height}px`;
  }

  close() {
    this.closed = true;
    this.observer.disconnect();
    this.finalize?.();
  }
}

/** Vega marks the rows that it is given as its own; each view needs some of its own. */
function copies(rows) {
  return rows.map((row) => (row !== null && typeof row === "object" ? { ...row } : row));
}

/** Put the first data and signals into a compiled chart, so that it is drawn only once. */
function preset(vega, data, signals) {
  const find = (kind, list, name) => {
    const found = list.find((item) => item.name === name);
    if (found) return found;
    throw new Error(`unknown ${kind} "${name}"; allowed: ${list.map((item) => item.name)}`);
  };
  for (const [name, rows] of Object.entries(data)) {
    const source = find("data source", (vega.data ??= []), name);
    source.values = copies(rows);
    delete source.url;
  }
  for (const [name, value] of Object.entries(signals)) {
    const own = ["width", "height"].includes(name) && name in vega;
    if (own) vega[name] = value;
    else Object.assign(find("signal", (vega.signals ??= []), name), { value, init: undefined });
  }
  return vega;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea"); // pages without a secure context
    area.value = text;
    area.style.position = "fixed";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

/** New words in a slot; whoever was on one of its controls by keyboard stays on it. */
function fill(slot, html) {
  if (slot.cogovHtml === html) return;
  slot.cogovHtml = html;
  const held = slot.contains(document.activeElement) ? document.activeElement : null;
  slot.innerHTML = html;
  if (!held) return;
  const same = (item) =>
    item.dataset.event === held.dataset.event &&
    item.dataset.value === held.dataset.value &&
    item.dataset.copy === held.dataset.copy &&
    item.id === held.id;
  [...slot.querySelectorAll(held.tagName)].find(same)?.focus({ preventScroll: true });
}

/** One view of a board. */
function open({ el, model, state, ready, send }) {
  const root = document.createElement("div");
  const style = document.createElement("style");
  const said = document.createElement("div");
  root.className = "cogov-board";
  root.dataset.lmSuppressShortcuts = "true"; // keys go to the controls, not to the notebook
  root.innerHTML = model.get("template");
  style.textContent = model.get("styles");
  said.className = "cogov-said";
  said.setAttribute("role", "status");
  root.prepend(style);
  root.append(said);
  el.replaceChildren(root);

  const slots = (kind) =>
    [...root.querySelectorAll(`[data-${kind}]`)].map((slot) => [slot.dataset[kind], slot]);
  const texts = new Map(slots("html"));
  const pictures = new Map();
  for (const slot of texts.values()) {
    if ("live" in slot.dataset) slot.setAttribute("aria-live", "polite");
  }
  const specs = model.get("specs");
  for (const [name, slot] of slots("chart")) {
    const own = () => state().charts[name] ?? {};
    const options = model.get("options");
    pictures.set(name, new Picture(slot, specs[name], { options, ready, state: own, send }));
  }

  function show({ charts, html, stale }) {
    for (const [name, text] of Object.entries(html)) fill(texts.get(name), text);
    for (const [name, update] of Object.entries(charts)) pictures.get(name).update(update);
    for (const [name, slot] of [...slots("chart"), ...texts]) {
      slot.classList.toggle("cogov-stale", stale.includes(name));
    }
  }

  async function confirm(button) {
    const { copy: text, copied = "✓" } = button.dataset;
    const before = button.textContent;
    const done = (await copy(text)) ? copied : text;
    said.textContent = done;
    button.textContent = done;
    button.focus({ preventScroll: true });
    setTimeout(() => {
      button.textContent = before;
      said.textContent = "";
    }, 1500);
  }

  const control = (target) => target.closest("input, select, textarea");
  root.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-copy]");
    if (button && button.textContent !== button.dataset.copied) confirm(button);
    const source = target.closest("[data-event]");
    if (!source || control(source)) return;
    send({ event: source.dataset.event, value: source.dataset.value ?? null });
  });
  root.addEventListener("change", ({ target }) => {
    if (!target.dataset.event) return;
    const value = target.type === "checkbox" ? target.checked : target.value;
    send({ event: target.dataset.event, value });
  });
  root.addEventListener("keydown", ({ target, key, isComposing }) => {
    if (key !== "Enter" || isComposing || !target.matches("input[data-event]")) return;
    target.dispatchEvent(new Event("change", { bubbles: true })); // outside a form, Enter does not
  });

  show(state());
  return {
    show,
    close: () => pictures.forEach((picture) => picture.close()),
  };
}

export default () => {
  let state;
  const views = new Set();

  /** Take the whole state. */
  function adopt(frame) {
    if (frame.revision < state?.revision) return;
    state = structuredClone(frame);
    for (const view of views) view.show(state);
  }

  /** Take an increment, and say whether one was missed. */
  function merge({ revision, charts, html, stale }) {
    const missed = revision > state.revision + 1;
    for (const [name, update] of Object.entries(charts)) {
      const chart = (state.charts[name] ??= { data: {}, signals: {} });
      Object.assign(chart.data, update.data);
      Object.assign(chart.signals, update.signals);
      if ("alt" in update) chart.alt = update.alt;
    }
    Object.assign(state.html, html);
    Object.assign(state, { revision, stale });
    for (const view of views) view.show({ charts, html, stale });
    return missed;
  }

  return {
    initialize({ model }) {
      adopt(model.get("frame"));
      model.on("change:frame", () => adopt(model.get("frame")));
      model.on("msg:custom", (message) => {
        if (message.frame) adopt(message.frame);
        else if (message.revision > state.revision) {
          if (merge(message)) model.send({ revision: -1 });
        }
      });
      model.send({ revision: state.revision });
    },

    render({ model, el }) {
      const send = (content) => model.send(content);
      const ready = (say) => engine(model.get("engine"), () => send({ missing: "engine" }), say);
      const view = open({ el, model, state: () => state, ready, send });
      views.add(view);
      return () => {
        views.delete(view);
        view.close();
      };
    },
  };
};
