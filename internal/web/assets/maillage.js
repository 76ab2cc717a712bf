// Makes pages quicker. Nothing exists only here: every link and form works without it.

const main = () => document.getElementById("main");
const place = () => location.pathname + location.search;
let shown = place(); // the address of the page, without its fragment
let asked = 0; // pages fetched so far: only the last one is shown
let opener = null; // the cell whose reasons the panel shows

// Fetches a page and puts its main part in place of ours. Anything unexpected falls back to following the address.
async function show(address, push) {
  const turn = ++asked;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const text = await answer.text();
    if (turn !== asked) return false;
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.getElementById("main");
    if (!fresh) throw new Error("no main");
    const table = document.querySelector(".scroll");
    const at = table && [table.scrollLeft, table.scrollTop];
    main().replaceWith(fresh);
    document.title = page.title;
    const other = page.querySelector(".who a[hreflang]");
    const ours = document.querySelector(".who a[hreflang]");
    if (other && ours) ours.href = other.href;
    if (push) history.pushState(null, "", address);
    shown = place();
    const now = document.querySelector(".scroll");
    if (at && now) now.scrollTo(at[0], at[1]);
    start();
    return true;
  } catch {
    if (turn === asked) location.assign(address);
    return false;
  }
}

// Tells how much others changed since the page was opened, and changes nothing by itself. Only a tab that is seen
// listens, since a browser opens few connections; one that is seen again begins where it ended.
let source = null, pause = 0, later = 0;
function listen() {
  source?.close();
  clearTimeout(later);
  const box = document.getElementById("live");
  if (!box || document.hidden) return;
  const { query, filter, words, link } = box.dataset;
  const variables = JSON.stringify({ filter: JSON.parse(filter), after: box.dataset.after });
  const writes = box.writes ??= new Set();
  const stream = source = new EventSource("/graphql?" + new URLSearchParams({ query, variables }));
  const again = () => {
    stream.close();
    pause = Math.min(Math.max(pause * 2, 15e3), 36e5);
    later = setTimeout(listen, pause);
  };
  stream.addEventListener("next", event => {
    const { data } = JSON.parse(event.data);
    if (!data?.changed) return stream.close(); // refused: it would be refused again
    pause = 0;
    box.dataset.after = data.changed.cursor;
    writes.add(data.changed.node.writeId);
    box.timer ??= setTimeout(() => { // several changes are announced at once
      box.timer = undefined;
      const a = Object.assign(document.createElement("a"), { href: location.href, textContent: link });
      box.replaceChildren(words.split("|")[writes.size > 1 ? 1 : 0].replace("%d", writes.size) + " · ", a);
    }, 500);
  });
  stream.addEventListener("complete", () => { if (stream.readyState !== 2) again(); });
  stream.addEventListener("error", () => { if (stream.readyState === 2) again(); });
}
document.addEventListener("visibilitychange", listen);

// Shows a part of a picture: by dragging, pinching and keys, and by the wheel with Ctrl or once the picture has the
// focus, so that the page still scrolls over it.
function zoomable(frame) {
  const svg = frame.querySelector("svg"), part = partOf(frame, svg);
  const acts = {
    "zoom.in": () => part.by(1.5), "zoom.out": () => part.by(1 / 1.5), "zoom.all": part.whole,
    "zoom.left": () => part.to(-.3, 0), "zoom.right": () => part.to(.3, 0),
    "zoom.up": () => part.to(0, -.3), "zoom.down": () => part.to(0, .3),
  };
  zoomByKeys(frame, part, acts);
  document.querySelectorAll("[data-by]").forEach(a => a.addEventListener("click", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    acts[a.dataset.by]();
    if (a.hidden) frame.focus();
  }));
  frame.addEventListener("wheel", event => {
    if (!event.ctrlKey && (!frame.contains(document.activeElement) || event.deltaY > 0 && part.isWhole())) return;
    event.preventDefault();
    part.by(Math.exp(-event.deltaY / 400), ...part.at(event.clientX, event.clientY));
  }, { passive: false });
  zoomByPointers(svg, part);
  svg.addEventListener("focusin", event => { // what the keyboard reaches is in view
    const r = event.target.getBoundingClientRect(), [fx, fy] = part.at(r.left + r.width / 2, r.top + r.height / 2);
    if (!part.isWhole() && (fx < 0 || fx > 1 || fy < 0 || fy > 1)) part.to(fx - .5, fy - .5);
  });
  frame.classList.toggle("near", !part.isWhole());
  frame.setAttribute("aria-describedby", "zoom-help");
}

// Returns the part of a picture that is seen, with what changes it. Moves and points are fractions of the part.
function partOf(frame, svg) {
  const all = document.querySelector("[data-by='zoom.all']");
  const [width, height] = svg.dataset.size.split(" ").map(Number);
  let [x, y, w] = svg.getAttribute("viewBox").split(" ").map(Number), still = 0;
  const within = (n, least, most) => Math.min(Math.max(n, least), most);
  const isWhole = () => w >= width;
  const view = (left, top, wide) => {
    w = within(wide, width / 4, width);
    x = within(left, 0, width - w);
    y = within(top, 0, height * (1 - w / width));
    svg.setAttribute("viewBox", [x, y, w, height * w / width].map(Math.round).join(" "));
    frame.classList.toggle("near", !isWhole());
    all.hidden = isWhole();
    clearTimeout(still);
    const half = w / width / 2, seen = { zoom: width / w, x: 100 * (x / width + half), y: 100 * (y / height + half) };
    still = setTimeout(() => { if (svg.isConnected) carry(svg, isWhole() ? {} : seen); }, 300);
  };
  return {
    isWhole,
    whole: () => view(0, 0, width),
    by: (times, fx = .5, fy = .5) => {
      const wide = within(w / times, width / 4, width);
      view(x + (w - wide) * fx, y + (w - wide) * fy * height / width, wide);
    },
    to: (dx, dy) => view(x + dx * w, y + dy * w * height / width, w),
    at: (left, top) => {
      const r = svg.getBoundingClientRect();
      return [(left - r.left) / r.width, (top - r.top) / r.height];
    },
  };
}

// Writes the part of a picture that is seen into the address and into the links of the nodes.
function carry(svg, seen) {
  const to = address => {
    const { pathname, searchParams, hash } = new URL(address, location.href);
    for (const name of ["zoom", "x", "y"]) searchParams.delete(name);
    for (const name in seen) searchParams.set(name, Math.round(100 * seen[name]) / 100);
    return pathname + (searchParams.size ? "?" + searchParams : "") + hash;
  };
  history.replaceState(null, "", to(location.href));
  shown = place();
  svg.querySelectorAll("a[href*='focus=']").forEach(a => a.setAttribute("href", to(a.getAttribute("href"))));
}

// Zooms and moves by keys. Arrows scroll the page while the whole picture is seen.
function zoomByKeys(frame, part, acts) {
  const keys = {
    "+": "zoom.in", "=": "zoom.in", "-": "zoom.out", 0: "zoom.all",
    ArrowLeft: "zoom.left", ArrowRight: "zoom.right", ArrowUp: "zoom.up", ArrowDown: "zoom.down",
  };
  frame.addEventListener("keydown", event => {
    const act = keys[event.key], isStill = event.key.startsWith("Arrow") && part.isWhole();
    if (!act || event.ctrlKey || event.metaKey || event.altKey || isStill) return;
    event.preventDefault();
    acts[act]();
  });
}

// Moves by dragging, and zooms by two fingers.
function zoomByPointers(svg, part) {
  const fingers = new Map();
  const apart = (a, b) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  let moved = false;
  svg.addEventListener("pointerdown", event => {
    if (!fingers.size) moved = false;
    if (!event.button) fingers.set(event.pointerId, event);
  });
  const lift = event => fingers.delete(event.pointerId);
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) svg.addEventListener(end, lift);
  svg.addEventListener("pointermove", event => {
    const was = fingers.get(event.pointerId);
    if (!was) return;
    if (!event.buttons) return lift(event); // released elsewhere
    const other = [...fingers.values()].find(f => f.pointerId !== event.pointerId);
    const size = svg.getBoundingClientRect();
    const dx = (was.clientX - event.clientX) / size.width, dy = (was.clientY - event.clientY) / size.height;
    if (other) {
      part.by(apart(event, other) / Math.max(1, apart(was, other)),
        ...part.at((event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2));
      part.to(dx / 2, dy / 2);
    } else {
      if (part.isWhole() || !moved && apart(event, was) < 4) return;
      part.to(dx, dy);
    }
    moved = true;
    svg.setPointerCapture(event.pointerId); // so that no link is followed
    fingers.set(event.pointerId, event);
  });
  svg.addEventListener("dragstart", event => event.preventDefault());
}

// Opens the reasons of a cell beside the table.
async function open(link) {
  const id = link.closest("td").id;
  if (!await show(link.getAttribute("href"), true)) return;
  opener = id;
  const panel = document.getElementById("why");
  if (panel) panel.focus();
}

async function close(link) {
  if (!await show(link.getAttribute("href"), true)) return;
  const cell = opener && document.getElementById(opener);
  const inside = cell && cell.querySelector("a");
  if (inside) inside.focus();
}

// Moves through the table with the keys of a grid: one stop of the tab key.
function grid(table) {
  const rows = [...table.querySelectorAll("tbody tr")].map(r => [...r.querySelectorAll("a.k, a.new, th a")]).filter(r => r.length);
  const all = rows.flat();
  if (!all.length) return;
  all.forEach(a => { a.tabIndex = -1; });
  (table.querySelector("a[aria-current]") || all[0]).tabIndex = 0;
  const go = to => {
    if (!to) return;
    all.forEach(a => { a.tabIndex = -1; });
    to.tabIndex = 0;
    to.focus();
    to.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const column = a => a.closest("td,th").cellIndex;
  const nearest = (row, at) => row.reduce((best, a) => Math.abs(column(a) - at) < Math.abs(column(best) - at) ? a : best);
  table.addEventListener("keydown", event => {
    const a = event.target.closest("a");
    const y = rows.findIndex(r => r.includes(a));
    if (y < 0 || event.altKey || event.metaKey) return;
    const row = rows[y], x = row.indexOf(a);
    let to;
    switch (event.key) {
      case "ArrowRight": to = row[x + 1]; break;
      case "ArrowLeft": to = row[x - 1]; break;
      case "ArrowDown": to = rows[y + 1] && nearest(rows[y + 1], column(a)); break;
      case "ArrowUp": to = rows[y - 1] && nearest(rows[y - 1], column(a)); break;
      case "Home": to = event.ctrlKey ? all[0] : row[0]; break;
      case "End": to = event.ctrlKey ? all.at(-1) : row.at(-1); break;
      default: return;
    }
    event.preventDefault();
    go(to);
  });
}

const wait = 150; // milliseconds without a key before suggestions are asked for
const least = 2; // letters from which they are

// Proposes records while somebody types, as the combobox of ARIA 1.2. Without it the form lists them when it is sent.
function combobox(input) {
  if (input.role) return;
  const known = [...input.list?.options ?? []].map(o => ({ name: o.value, label: o.value }));
  const box = listbox(input);
  let timer, asking;
  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    box.close();
  };
  const ask = async () => {
    asking?.abort();
    const mine = asking = new AbortController();
    try {
      const words = encodeURIComponent(input.value.trim());
      const answer = await fetch(input.dataset.suggest + words, { signal: mine.signal });
      if (!answer.ok) throw new Error(answer.status);
      const some = await answer.json();
      if (mine === asking && !mine.signal.aborted && document.activeElement === input) box.open(some);
    } catch {
      if (!mine.signal.aborted) close(); // the form can be sent all the same
    }
  };
  const take = found => { if (choose(input, found)) close(); };
  input.addEventListener("input", () => {
    close();
    if (input.value.trim().length >= least) timer = setTimeout(ask, wait);
  });
  input.addEventListener("keydown", event => {
    const isOpen = !box.list.hidden, step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (step && isOpen) box.move(step);
    else if (step && input.value.trim().length >= least) ask();
    else if (step && known.length && !input.value) box.open(known.slice(0, 8));
    else if (event.key === "Enter" && isOpen && box.marked()) take(box.marked());
    else if (event.key === "Escape" && isOpen) close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  box.list.addEventListener("pointerdown", event => event.preventDefault()); // the field keeps the focus
  box.list.addEventListener("click", event => {
    const found = box.of(event.target.closest("li"));
    if (found) take(found);
  });
}

// Goes to a record that is chosen, or puts it into the field; reports whether the page stays.
function choose(input, found) {
  if (input.dataset.goes) return location.assign(found.address);
  input.value = found.name;
  input.closest(".fld").querySelector(".match")?.remove();
  for (const [part, value] of [["-for", found.name], ["-id", found.id]]) {
    const name = input.name + part;
    input.form.querySelectorAll(`[name="${name}"]`).forEach(e => e.remove());
    if (found.id) input.form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  return true;
}

// Makes the list below a field, closed and empty, and returns it with what opens and marks it.
function listbox(input) {
  const texts = document.querySelector(".find").dataset;
  const make = (tag, role, name) => Object.assign(document.createElement(tag), { role, className: name });
  const box = make("span", null, "combo"), list = make("ul", "listbox", ""), status = make("span", "status", "h");
  list.id = "s-" + input.id;
  list.hidden = true;
  list.ariaLabel = input.labels[0]?.textContent ?? "";
  input.removeAttribute("list");
  input.type = "text";
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    autocomplete: "off",
  })) input.setAttribute(name, value);
  input.before(box);
  box.append(input, list, status);
  let found = [], at = -1;
  const mark = to => {
    at = to;
    [...list.children].forEach((o, i) => { o.ariaSelected = i === at; });
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const display = (isOpen, words) => {
    list.hidden = !isOpen;
    input.ariaExpanded = String(isOpen);
    status.textContent = words;
    mark(-1);
  };
  return {
    list,
    close: () => display(false, ""),
    marked: () => found[at],
    of: option => found[[...list.children].indexOf(option)],
    move: step => mark((at + step + found.length + (at < 0 && step < 0)) % found.length),
    open: some => {
      found = some;
      list.replaceChildren(...found.map((f, i) => Object.assign(make("li", "option", ""), {
        id: list.id + "-" + i, textContent: f.label,
      })));
      const words = found.length === 1 ? texts.one : found.length ? texts.several : texts.none;
      display(!!found.length, words.replace("%d", found.length));
    },
  };
}

function start() {
  document.querySelectorAll("table.matrix").forEach(grid);
  document.querySelectorAll("[data-suggest]").forEach(combobox);
  const picture = document.querySelector(".zoomable");
  if (picture) zoomable(picture);
  listen();
}

document.addEventListener("click", event => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a");
  if (!link) return;
  if (link.matches(".matrix:not(.mini) a.k")) { event.preventDefault(); open(link); }
  if (link.matches("#live a")) { event.preventDefault(); show(location.href, false).then(() => main().focus()); }
  if (link.matches(".panel a.close")) { event.preventDefault(); close(link); }
  if (link.matches(".sector a[aria-expanded], .corner a")) { event.preventDefault(); show(link.getAttribute("href"), true); }
});

// A menu closes when somebody goes on elsewhere.
function closeMenus(but) {
  document.querySelectorAll(".menu[open]").forEach(menu => { if (!menu.contains(but)) menu.open = false; });
}
document.addEventListener("click", event => closeMenus(event.target));
document.addEventListener("focusin", event => closeMenus(event.target));

document.addEventListener("keydown", event => {
  const menu = event.key === "Escape" && document.activeElement?.closest(".menu[open]");
  if (menu) { menu.open = false; menu.firstElementChild.focus(); return; }
  const link = event.key === "Escape" && !event.defaultPrevented && document.querySelector(".panel a.close");
  if (link) { event.preventDefault(); close(link); }
});

// A filter applies when it changes; the button stays for whoever has no script.
document.addEventListener("change", event => {
  const form = event.target.closest(".filter form");
  if (!form || event.target.matches("input")) return;
  const given = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...given]) if (!value) given.delete(name);
  const id = event.target.id;
  show(location.pathname + (given.size ? "?" + given : ""), true).then(() => document.getElementById(id)?.focus());
});

document.documentElement.classList.add("scripted");
addEventListener("popstate", () => {
  if (place() !== shown) show(location.href, false);
  else asked++; // for a fragment alone, or for the page that is shown still
});
start();
