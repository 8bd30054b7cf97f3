// The page on which a class is graded. What comes from submissions becomes text, never markup.

const $ = id => document.getElementById(id);
const VIEWS = ["choosing", "grading", "graded"];
const TABS = ["results", "marks", "ignored", "files"];
const POLL = 300; // ms between two questions about a grading under way

history.replaceState(null, "", "/"); // the token has become a cookie

async function call(name, given = {}) {
  let answer;
  try {
    answer = await fetch(`/api/${name}`, { method: "POST", body: JSON.stringify(given) });
  } catch (error) {
    tell($("notice"), words.lost);
    throw error;
  }
  const data = await answer.json().catch(() => ({ error: String(answer.status) }));
  if (!answer.ok) throw new Error(data.error);
  return data;
}

let words = { lost: "The program no longer answers. 程序已没有响应。" };
words = await call("phrases");

function fill(phrase, fields) {
  return phrase.replace(/\{(\w+)\}/g, (all, name) => fields[name] ?? all);
}

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function tell(place, text) {
  place.textContent = text;
  place.hidden = !text;
}

function show(view) {
  for (const name of VIEWS) $(name).hidden = name !== view;
}

// Choosing ----------------------------------------------------------------------------------------

const chosen = { exercise: "", folder: "" };

async function choose(problem = "") {
  const from = await call("begin");
  $("exercises").replaceChildren(...from.exercises.map(exercise => {
    const radio = make("input", {
      type: "radio", name: "exercise", value: exercise.name,
      checked: exercise.name === from.exercise,
      onchange: () => { chosen.exercise = exercise.name; look(chosen.folder); },
    });
    return make("label", {}, radio, make("span", { textContent: exercise.title }));
  }));
  chosen.exercise = from.exercise;
  await look(from.folder);
  if (from.out) propose(from.out);
  tell($("problem"), problem);
  show("choosing");
  propose($("out").value);
}

/** Write the table's place, with its end in view: that is what names it. */
function propose(out) {
  $("out").value = out;
  $("out").scrollLeft = $("out").scrollWidth;
}

async function look(folder) {
  let found;
  try {
    found = await call("look", { folder, exercise: chosen.exercise });
  } catch (error) {
    return tell($("folder-problem"), error.message);
  }
  tell($("folder-problem"), "");
  tell($("problem"), "");
  chosen.folder = $("path").value = found.path;
  propose(found.out);
  $("here").textContent =
    found.holds ? fill(words.here, { what: found.holds }) : words.nothing;
  $("shortcuts").replaceChildren(
    ...(found.parent ? [place(words.up, found.parent)] : []),
    ...found.shortcuts.map(({ name, path }) => place(name, path)));
  $("folders").replaceChildren(...found.folders.map(({ name, path, holds }) => {
    const button = place("", path);
    button.append(make("span", { textContent: name }), make("span", { textContent: holds }));
    return button;
  }));
  if (!found.folders.length) $("folders").append(make("p", { textContent: words.empty }));
  $("folders").scrollTop = 0;
}

function place(name, path) {
  return make("button", { type: "button", textContent: name, onclick: () => look(path) });
}

$("open").onsubmit = event => {
  event.preventDefault();
  look($("path").value.trim());
};

$("grade").onclick = async () => {
  $("grade").disabled = true;
  tell($("problem"), "");
  try {
    if ($("path").value.trim() !== chosen.folder) {
      const out = $("out").value;
      await look($("path").value.trim());
      if ($("path").value !== chosen.folder) return; // what is wrong with it is told there
      if (out !== $("out").value) return; // the table's place changed with the folder: look first
    }
    const { exercise, folder } = chosen;
    await call("grade", { exercise, folder, out: $("out").value.trim() });
    await follow();
  } catch (error) {
    tell($("problem"), error.message);
  } finally {
    $("grade").disabled = false;
  }
};

// Grading -----------------------------------------------------------------------------------------

async function follow() {
  show("grading");
  $("grading-title").textContent = words.grading;
  for (;;) {
    const state = await call("state");
    if (!state.grading) return state.error ? choose(state.error) : review();
    const { done, of, last, stopping } = state.grading;
    $("count").textContent = of ? fill(words.progress, { done, of }) : words.reading;
    if (of) $("bar").max = of, $("bar").value = done;
    else $("bar").removeAttribute("value");
    $("last").textContent = last ? fill(words.last, { number: last }) : "";
    $("stop").disabled = stopping;
    $("stop").textContent = stopping ? words.stopping : words.stop;
    await new Promise(resolve => setTimeout(resolve, POLL));
  }
}

$("stop").onclick = () => call("stop");

// The table ---------------------------------------------------------------------------------------

let columns = [];
const cards = []; // one for each text: its row, and its inputs

async function review() {
  const table = await call("table");
  columns = table.columns;
  $("graded-title").textContent = table.exercise;
  $("told").textContent = table.told;
  const head = columns.map(c => make("th", { textContent: c.title, className: looks(c.name) }));
  $("results").querySelector("thead").replaceChildren(make("tr", {}, ...head));
  $("results").querySelector("tbody").replaceChildren(...table.rows.map(result));
  cards.length = 0;
  $("marks").replaceChildren(
    make("div", { className: "hint" }, make("strong", { id: "marked" }),
      make("span", { textContent: words.enter })),
    ...table.by_hand.flatMap(question => table.rows.filter(r => r.digest).map(
      row => card(question, row, table.by_hand.length > 1))));
  $("ignored").replaceChildren(table.ignored.length ? listed(table.ignored)
    : make("p", { textContent: words.nothing_ignored }));
  const titles = {
    results: words.results, marks: words.marks, files: words.files,
    ignored: `${words.ignored} (${table.ignored.length})`,
  };
  const tabs = TABS.filter(name => name !== "marks" || cards.length);
  $("tabs").replaceChildren(...tabs.map(name => make("button", {
    id: `tab-${name}`, role: "tab", textContent: titles[name], onclick: () => turn(name),
  })));
  update(table);
  turn("results");
  show("graded");
}

function looks(name) {
  if (name === "number" || name === "remarks" || name === "faults") return name === "number" ? "" : "long";
  return name === "total" ? "number total" : "number";
}

function result(row) {
  const line = make("tr", {}, ...columns.map(c => make("td", { className: looks(c.name) })));
  line.dataset.row = row.digest ?? "";
  return tabled(line, row);
}

function tabled(line, row) {
  columns.forEach((c, i) => { line.cells[i].textContent = row[c.name] ?? ""; });
  return line;
}

function listed(ignored) {
  const head = [words.file, words.why].map(textContent => make("th", { textContent }));
  const lines = ignored.map(({ file, why }) => make("tr", {},
    make("td", { textContent: file }), make("td", { textContent: why })));
  return make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...lines));
}

function turn(tab) {
  for (const name of TABS) {
    $(name).hidden = name !== tab;
    $(`tab-${name}`)?.setAttribute("aria-selected", name === tab);
  }
  if (tab === "marks") (cards.find(c => c.answered && !c.mark.value) ?? cards[0]).mark.focus();
}

function update(table) {
  const total = columns.findIndex(c => c.name === "total");
  for (const row of table.rows) {
    for (const line of $("results").querySelectorAll("tbody tr")) {
      if (row.digest && line.dataset.row === row.digest) tabled(line, row);
    }
    for (const one of cards.filter(c => c.row === row.digest)) {
      one.total.textContent = `${columns[total].title} ${row.total}`;
      for (const input of inputs(one)) keep(input, row[input.dataset.column] ?? "");
    }
  }
  const { marked: done, to_mark: of } = table;
  if (cards.length) $("marked").textContent = fill(words.marked, { done, of });
  tell($("locked"), table.locked);
  $("files").replaceChildren(make("dl", {}, ...table.files.flatMap(({ title, path }) =>
    [make("dt", { textContent: title }), make("dd", { textContent: path })])));
}

// Marks -------------------------------------------------------------------------------------------

const plain = text => text.normalize("NFKC").trim(); // full-width digits too

/** Show what the table has, unless something else was typed that is not yet in it. */
function keep(input, value) {
  if (!differs(input)) input.value = value;
  input.dataset.saved = value;
}

function card(question, row, several) {
  const text = row[`${question.name} text`] ?? "";
  const one = { row: row.digest, answered: Boolean(text), total: make("small") };
  one.mark = make("input", { type: "text", inputMode: "decimal", className: "mark", autocomplete: "off" });
  one.remarks = make("input", { type: "text", maxLength: 5000, autocomplete: "off" });
  one.mark.dataset.column = question.name;
  one.remarks.dataset.column = "remarks";
  one.mark.dataset.saved = one.remarks.dataset.saved = "";
  one.state = make("p", { className: "state" });
  one.state.setAttribute("role", "status");
  one.wrong = () => {
    const given = plain(one.mark.value);
    const right = !given || Number(given) >= 0 && Number(given) <= question.points;
    one.mark.setAttribute("aria-invalid", !right);
    const { name, points } = question;
    return right ? "" : fill(words.wrong, { question: name, given: `'${given.slice(0, 20)}'`, points });
  };
  one.mark.oninput = () => said(one, one.wrong());
  for (const input of inputs(one)) {
    input.onchange = () => save(one, input);
    input.onkeydown = event => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      if (input === one.mark && one.wrong()) return;
      const after = cards.slice(cards.indexOf(one) + 1).find(c => c.answered);
      if (!after) return input.blur();
      after.mark.focus();
      after.mark.select();
      after.mark.closest("article").scrollIntoView({ block: "nearest" });
    };
  }
  cards.push(one);
  return make("article", { className: "card" },
    make("div", {},
      make("h3", {}, make("bdi", { textContent: row.number ?? "" }), several ? ` · ${question.name} · ` : " · ", one.total),
      make("p", { className: text ? "text" : "text none", textContent: text || words.unanswered })),
    make("div", {},
      make("label", {}, fill(words.mark, { points: question.points }), one.mark),
      make("label", {}, words.remarks, one.remarks),
      one.state));
}

function said(one, problem, good = "") {
  one.state.textContent = problem || good;
  one.state.className = problem ? "state problem" : "state";
}

let saving = Promise.resolve(); // one after the other

function save(one, input) {
  saving = saving.then(async () => {
    if (!differs(input)) return;
    if (input === one.mark && one.wrong()) return said(one, one.wrong());
    const typed = input.value;
    const text = input === one.mark ? plain(typed) : typed.trim();
    try {
      const table = await call("mark", { row: one.row, column: input.dataset.column, text });
      if (input.value === typed) input.value = text;
      input.dataset.saved = text;
      update(table);
      said(one, one.wrong(), words.saved);
    } catch (error) {
      said(one, fill(words.unsaved, { why: error.message }));
    }
  });
  return saving;
}

const inputs = one => [one.mark, one.remarks];
const differs = input => input.value !== input.dataset.saved;
const unsaved = one => inputs(one).some(differs);

window.onbeforeunload = event => { if (cards.some(unsaved)) event.preventDefault(); };

/** Say whether all that was typed is in the table; if not, go to where it is not. */
async function settled() {
  await saving;
  const left = cards.find(unsaved);
  if (left) {
    turn("marks");
    inputs(left).find(differs).focus();
  }
  return !left;
}

$("back").onclick = async () => {
  if (!await settled()) return;
  cards.length = 0;
  await choose();
};

$("finish").onclick = async () => {
  if (!await settled()) return;
  await call("finish");
  show("");
  $("finish").hidden = true;
  $("subtitle").textContent = words.ended;
};

// Begin -------------------------------------------------------------------------------------------

document.documentElement.lang = words.language;
document.title = words.title;
for (const element of document.querySelectorAll("[data-say]")) {
  element.textContent = words[element.dataset.say];
}
$("path").setAttribute("aria-label", words.paste);
const state = await call("state");
if (state.grading) await follow();
else if (state.graded) await review();
else await choose(state.error);
