/**
 * Projects the notebook that the button stands in: code hidden, large type, one step at a time.
 * A step begins at each cell with a heading of the second or third level; whatever stands before is
 * the first one.
 */

const AWAY = "cogov-away";
const ON = "cogov-projected";
const HEADING = ".jp-RenderedMarkdown :is(h2, h3)";
const ROOM = 1100; // CSS pixels of content that should fit the width

class Projection {
  constructor(notebook, words, done) {
    Object.assign(this, { notebook, words, done });
    this.screen = notebook.closest(".jp-NotebookPanel") ?? notebook;
    this.steps = this.split();
    this.at = Math.max(0, this.steps.findIndex((step) => this.inView(step[0])));
    this.zoom = Math.min(2, Math.max(1, window.innerWidth / ROOM));
    this.bar = this.controls();
    this.screen.append(this.bar);
    this.screen.classList.add(ON);
    this.press = (event) => this.key(event);
    document.addEventListener("keydown", this.press, true);
    this.left = () => document.fullscreenElement !== this.screen && this.end();
    this.screen.requestFullscreen?.().then(
      () => {
        if (this.bar.isConnected) document.addEventListener("fullscreenchange", this.left);
        else document.exitFullscreen().catch(() => {}); // it was left before it had begun
      },
      () => {}, // a page that may not fill the screen still shows one step at a time
    );
    this.show(this.at);
    window.dispatchEvent(new Event("resize"));
  }

  split() {
    const steps = [[]];
    for (const cell of this.notebook.querySelectorAll(".jp-Cell")) {
      if (cell.querySelector(HEADING) && steps.at(-1).length) steps.push([]);
      steps.at(-1).push(cell);
    }
    return steps;
  }

  inView(cell) {
    return cell.getBoundingClientRect().bottom > this.notebook.getBoundingClientRect().top + 80;
  }

  controls() {
    const bar = document.createElement("div");
    bar.className = "cogov-projector-bar";
    bar.setAttribute("role", "toolbar");
    const button = (sign, label, act) => {
      const made = document.createElement("button");
      Object.assign(made, { type: "button", textContent: sign, title: label });
      made.setAttribute("aria-label", label);
      made.addEventListener("click", act);
      return made;
    };
    const group = (...parts) => {
      const made = document.createElement("div");
      made.append(...parts);
      return made;
    };
    this.place = document.createElement("span");
    this.place.setAttribute("role", "status");
    this.dots = this.steps.map((_, i) => button("●", this.nameOf(i), () => this.show(i)));
    this.dots.forEach((dot) => dot.classList.add("cogov-projector-dot"));
    bar.append(
      this.place,
      group(
        button("◀", this.words.back, () => this.show(this.at - 1)),
        ...this.dots,
        button("▶", this.words.next, () => this.show(this.at + 1)),
      ),
      group(
        button("A−", this.words.smaller, () => this.scale(1 / 1.1)),
        button("A+", this.words.larger, () => this.scale(1.1)),
        button("✕", this.words.leave, () => this.end()),
      ),
    );
    return bar;
  }

  nameOf(number) {
    const heading = this.steps[number][0].querySelector("h1, h2, h3");
    return heading?.textContent.replace("¶", "").trim() ?? "";
  }

  show(number) {
    this.at = Math.min(this.steps.length - 1, Math.max(0, number));
    this.steps.forEach((step, i) =>
      step.forEach((cell) => cell.classList.toggle(AWAY, i !== this.at)),
    );
    this.place.textContent = this.nameOf(this.at);
    this.dots.forEach((dot, i) =>
      i === this.at ? dot.setAttribute("aria-current", "step") : dot.removeAttribute("aria-current"),
    );
    this.scale(1);
    (this.notebook.querySelector(".jp-WindowedPanel-outer") ?? this.notebook).scrollTop = 0;
  }

  scale(factor) {
    this.zoom = Math.min(3, Math.max(0.8, this.zoom * factor));
    this.screen.style.setProperty("--cogov-zoom", this.zoom.toFixed(3));
  }

  key(event) {
    const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const act = {
      PageDown: () => this.show(this.at + 1),
      PageUp: () => this.show(this.at - 1),
      Escape: () => this.end(),
    }[event.key];
    if (!act || (writing && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  end() {
    if (!this.bar.isConnected) return;
    document.removeEventListener("keydown", this.press, true);
    document.removeEventListener("fullscreenchange", this.left);
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    this.notebook.querySelectorAll(`.${AWAY}`).forEach((cell) => cell.classList.remove(AWAY));
    this.screen.classList.remove(ON);
    this.bar.remove();
    window.dispatchEvent(new Event("resize")); // the page lays itself out again
    this.done();
  }
}

function render({ model, el }) {
  const words = model.get("words");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cogov-projector-start";
  button.textContent = words.start;
  let projection = null;
  button.addEventListener("click", () => {
    const notebook = el.closest(".jp-Notebook");
    if (!notebook) {
      button.textContent = words.nowhere;
      return;
    }
    projection ??= new Projection(notebook, words, () => (projection = null));
  });
  el.append(button);
  return () => projection?.end();
}

export default { render };
