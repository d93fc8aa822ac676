// Enhancements only: every page works without this file. No library; htmx is loaded by the search page alone.
const root = document.documentElement;

// "/" focuses the search, unless someone is typing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = document.querySelector("[data-focus-key]");
  if (field) { event.preventDefault(); field.focus(); field.select(); }
});

// The chosen language is remembered for the bare address; nothing else is stored.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-language]");
  if (link) document.cookie = `django_language=${link.dataset.language}; path=/; max-age=31536000; samesite=lax`;
});

// Typing shortens a long list; chosen filters always stay, groups with nothing left go.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase(root.lang);
const shorten = (field) => {
  const wanted = plain(field.value.trim());
  for (const row of document.querySelectorAll(`#${field.dataset.shortens} li`)) {
    row.hidden = wanted !== "" && !row.querySelector("input")?.checked && !plain(row.textContent).includes(wanted);
  }
  for (const group of document.querySelectorAll(`#${field.dataset.shortens} details`)) group.hidden = !group.querySelector("li:not([hidden])");
};
document.addEventListener("input", (event) => { if (event.target.matches("[data-shortens]")) shorten(event.target); });
document.addEventListener("change", (event) => { if (event.target.matches("[data-shortens]")) event.stopPropagation(); }, true);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-shortens]")) event.preventDefault();
});

// A choice that was not made stays out of the address.
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-tidy]")) for (const field of event.target.elements) if (field.name && !field.value) field.disabled = true;
});
addEventListener("pageshow", () => { for (const field of document.querySelectorAll("[data-tidy] :disabled")) field.disabled = false; });

// The reading list: ids of resources in this browser's storage, where there is one; the page itself reads them from its address.
const readingList = (() => { try { return [].concat(JSON.parse(localStorage.getItem("reading-list")) ?? []).filter((id) => typeof id === "string").slice(0, 100); } catch { return null; } })();
const keepList = (ids) => { try { localStorage.setItem("reading-list", JSON.stringify(ids)); } catch { /* kept until the page goes */ } };
const readingLinks = () => { for (const link of document.querySelectorAll("a[data-reading-list]")) link.search = readingList.length ? new URLSearchParams(readingList.map((id) => ["id", id])) : ""; };
if (readingList) {
  readingLinks();
  for (const button of document.querySelectorAll("[data-reading]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(readingList.includes(button.dataset.reading)));
    button.addEventListener("click", () => {
      const place = readingList.indexOf(button.dataset.reading);
      button.parentElement.querySelector("[role=status]").textContent = place < 0 && readingList.length >= 100 ? button.dataset.full : "";
      if (place < 0 && readingList.length >= 100) return;
      if (place < 0) readingList.push(button.dataset.reading); else readingList.splice(place, 1);
      button.setAttribute("aria-pressed", String(place < 0));
      keepList(readingList);
      readingLinks();
    });
  }
  const page = document.querySelector("[data-reading-page]");
  if (page) {
    const named = page.dataset.readingPage.split(" ").filter(Boolean);
    if (!named.length && readingList.length && !location.search) location.replace(`?${new URLSearchParams(readingList.map((id) => ["id", id]))}`);
    const keep = page.querySelector("[data-reading-keep]");
    const own = named.join(" ") === readingList.join(" "); // what changes here changes the list that is kept
    keep.hidden = !named.length || own;
    keep.querySelector("button").addEventListener("click", () => { keepList(named); location.reload(); });
    page.addEventListener("click", (event) => {
      const link = event.target.closest("[data-reading-becomes]");
      if (link && own) keepList(link.dataset.readingBecomes.split(" ").filter(Boolean));
    });
  }
}

// Calendars subscribe by webcal: where the hub does not know its own address, the browser does.
for (const link of document.querySelectorAll("a[data-webcal]")) if (link.host === location.host) link.href = link.href.replace(/^https?:/, "webcal:");

// When an event is for the reader, where the reader's clock shows another time than the event's.
for (const line of document.querySelectorAll("[data-reader-time]")) {
  const [start, end] = [line.dataset.start, line.dataset.end].map((text) => (text ? new Date(text) : null));
  const [, sign, hours, minutes] = line.dataset.start.match(/([+-])(\d\d):(\d\d)(?::\d\d)?$/) ?? [null, "+", "0", "0"];
  const offset = (sign === "-" ? -1 : 1) * (60 * Number(hours) + Number(minutes));
  if (isNaN(start) || offset === -start.getTimezoneOffset()) continue;
  const parts = { year: "numeric", month: "long", day: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "long" };
  const clock = new Intl.DateTimeFormat(root.lang === "en" ? "en-GB" : root.lang, parts);
  line.textContent = line.dataset.readerTime.replace("{time}", () => (end && end > start ? clock.formatRange(start, end) : clock.format(start)));
  line.hidden = false;
}

// Suggestions while typing: the combobox pattern of the ARIA Authoring Practices.
class Suggestions {
  constructor(field) {
    this.field = field;
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = `${field.id}-suggestions`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.dataset.suggestLabel);
    this.list.hidden = true;
    field.after(this.list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id, "aria-expanded": "false" })) field.setAttribute(name, value);
    this.chosen = -1;
    field.addEventListener("input", () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.ask(), 120); });
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => {
      const row = event.target.closest("li");
      if (row) { event.preventDefault(); this.take(row.textContent); field.form.requestSubmit(); }
    });
  }
  async ask() {
    const text = this.field.value;
    if (text.trim().length < 2) return this.close();
    this.call?.abort();
    this.call = new AbortController();
    try {
      const query = new URLSearchParams({ q: text, lang: root.lang.toLowerCase() });
      const answer = await fetch(`${this.field.dataset.suggest}?${query}`, { signal: this.call.signal });
      if (answer.ok && document.activeElement === this.field) this.show((await answer.json()).suggestions);
    } catch (error) { if (error.name !== "AbortError") this.close(); }
  }
  show(texts) {
    this.list.replaceChildren(...texts.map((text, place) => {
      const row = document.createElement("li");
      row.id = `${this.list.id}-${place}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.dir = "auto";
      row.textContent = text;
      return row;
    }));
    this.choose(-1);
    this.list.hidden = texts.length === 0;
    this.field.setAttribute("aria-expanded", String(texts.length > 0));
  }
  choose(place) {
    const rows = [...this.list.children];
    this.chosen = place;
    rows.forEach((row, index) => row.setAttribute("aria-selected", String(index === place)));
    if (place < 0) this.field.removeAttribute("aria-activedescendant");
    else { this.field.setAttribute("aria-activedescendant", rows[place].id); rows[place].scrollIntoView({ block: "nearest" }); }
  }
  take(text) { this.field.value = text; this.close(); }
  close() { clearTimeout(this.timer); this.call?.abort(); this.show([]); }
  key(event) {
    const size = this.list.hidden ? 0 : this.list.children.length;
    if (event.key === "Escape" && size) { event.preventDefault(); this.close(); }
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && size) {
      event.preventDefault();
      clearTimeout(this.timer);
      this.call?.abort(); // a late answer would take the choice away
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.choose((this.chosen + step + size + (this.chosen < 0 && step < 0 ? 1 : 0)) % size);
    } else if (event.key === "Enter") {
      if (size && this.chosen >= 0) this.take(this.list.children[this.chosen].textContent);
      else this.close();
    }
  }
}
for (const field of document.querySelectorAll("[data-suggest]")) new Suggestions(field);

// What stands in an element is copied; the button says that it was.
const copyable = (part) => {
  if (!navigator.clipboard) return; // only where the address is safe
  for (const button of part.querySelectorAll("[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copies);
      try { await navigator.clipboard.writeText(source.href ?? source.textContent.trim()); } catch { return; }
      const said = button.parentElement.querySelector("[role=status]");
      said.textContent = button.dataset.copied;
      setTimeout(() => { said.textContent = ""; }, 4000);
    });
  }
};
copyable(document);
for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Files go up in sight: a bar and a sentence while they do. Without scripts the browser shows its own.
for (const form of document.querySelectorAll("form[data-uploads]")) {
  const [bar, said] = [form.querySelector("progress"), form.querySelector("[role=status]")];
  let call = null;
  form.addEventListener("submit", (event) => {
    if (call) return event.preventDefault(); // once is enough
    const files = [...form.querySelector("[type=file]").files];
    if (!files.length) return;
    event.preventDefault();
    if (files.reduce((sum, file) => sum + file.size, 0) > Number(form.dataset.limit)) { said.textContent = form.dataset.large; return; }
    const body = new FormData(form, event.submitter);
    call = new XMLHttpRequest();
    call.upload.addEventListener("progress", (step) => { if (step.lengthComputable) bar.value = step.loaded / step.total; });
    call.addEventListener("load", () => {
      const page = new DOMParser().parseFromString(call.responseText, "text/html").querySelector(".problems, .errors");
      if (call.status < 400) return location.replace(call.responseURL);
      said.textContent = page?.textContent.trim() || form.dataset.failed;
      end();
    });
    for (const name of ["error", "abort", "timeout"]) call.addEventListener(name, () => { said.textContent = form.dataset.failed; end(); });
    const end = () => { bar.hidden = true; call = null; };
    bar.value = 0;
    bar.hidden = false;
    said.textContent = form.dataset.uploads;
    call.open("POST", form.action);
    call.send(body);
  });
}

// What costs the server much is fetched when its fold is opened; until then, and without an answer, a link stands for it.
for (const fold of document.querySelectorAll("details[data-fetches]")) {
  let asked = false;
  const fill = async () => {
    if (!fold.open || asked) return;
    asked = true;
    try {
      const answer = await fetch(fold.dataset.fetches, { headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const part = fold.querySelector("[data-fetched]");
      part.innerHTML = await answer.text();
      copyable(part);
    } catch { asked = false; }
  };
  fold.addEventListener("toggle", fill);
  fill();
}

// Results are swapped whole: what stood open, how far lists were scrolled and what was typed there stays.
let kept = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  const found = document.getElementById("found");
  if (event.detail.target !== found) return;
  kept = {
    open: new Map([...found.querySelectorAll("details[id]")].map((each) => [each.id, each.open])),
    scroll: new Map([...found.querySelectorAll(".facet[id] ul")].map((each) => [each.closest("[id]").id, each.scrollTop])),
    typed: new Map([...found.querySelectorAll("[data-shortens]")].map((each) => [each.dataset.shortens, each.value])),
    focus: document.activeElement?.name ? [document.activeElement.name, document.activeElement.value] : null,
    paged: Boolean(event.detail.requestConfig?.elt?.closest?.(".pagination, .chips")),
  };
});
document.addEventListener("htmx:afterSettle", () => {
  const found = document.getElementById("found");
  if (!kept || !found) return;
  for (const [id, open] of kept.open) { const each = document.getElementById(id); if (each) each.open = open; }
  for (const field of found.querySelectorAll("[data-shortens]")) { field.value = kept.typed.get(field.dataset.shortens) ?? ""; if (field.value) shorten(field); }
  for (const [id, top] of kept.scroll) { const list = document.querySelector(`#${id} ul`); if (list) list.scrollTop = top; }
  if (kept.focus) {
    const same = [...found.querySelectorAll(`[name="${CSS.escape(kept.focus[0])}"]`)].find((each) => each.type !== "checkbox" || each.value === kept.focus[1]);
    same?.focus({ preventScroll: true });
  }
  if (kept.paged) { const title = document.getElementById("results"); title?.focus({ preventScroll: true }); title?.scrollIntoView(); }
  kept = null;
});
// What cannot be answered in part is shown as a page.
document.addEventListener("htmx:responseError", (event) => { location.assign(event.detail.pathInfo.responsePath ?? event.detail.pathInfo.finalRequestPath); });
// What only a browser with scripts and passkeys can do.
if (window.PublicKeyCredential) for (const each of document.querySelectorAll("[data-needs-script]")) each.hidden = false;
