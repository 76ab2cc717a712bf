// Makes pages quicker. Nothing exists only here: every link and form works without it.

const main = () => document.getElementById("main");
const place = () => location.pathname + location.search;
let shown = place(); // the address of the page, without its fragment
let opener = null; // the cell whose reasons the panel shows

// Fetches a page and puts its main part in place of ours. Anything unexpected falls back to following the address.
async function show(address, push) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const text = await answer.text();
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
    location.assign(address);
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
  const svg = frame.querySelector("svg"), all = document.querySelector("[data-by='zoom.all']");
  const [width, height] = svg.dataset.size.split(" ").map(Number);
  let [x, y, w] = svg.getAttribute("viewBox").split(" ").map(Number), still = 0, moved = false;
  const within = (n, least, most) => Math.min(Math.max(n, least), most);
  const view = (left, top, wide) => {
    w = within(wide, width / 4, width);
    x = within(left, 0, width - w);
    y = within(top, 0, height * (1 - w / width));
    svg.setAttribute("viewBox", [x, y, w, height * w / width].map(Math.round).join(" "));
    frame.classList.toggle("near", w < width);
    all.hidden = w >= width;
    clearTimeout(still);
    still = setTimeout(() => { // the address follows
      const at = new URL(location.href), times = Math.round(width / w);
      const seen = { zoom: times, x: 100 * (x / width + w / width / 2), y: 100 * (y / height + w / width / 2) };
      for (const name in seen) {
        if (times > 1) at.searchParams.set(name, Math.round(seen[name])); else at.searchParams.delete(name);
      }
      if (!svg.isConnected) return;
      history.replaceState(null, "", at);
      shown = place();
    }, 300);
  };
  const by = (times, fx = .5, fy = .5) => {
    const wide = within(w / times, width / 4, width);
    view(x + (w - wide) * fx, y + (w - wide) * fy * height / width, wide);
  };
  const to = (dx, dy) => view(x + dx * w, y + dy * w * height / width, w);
  const at = (left, top) => {
    const r = svg.getBoundingClientRect();
    return [(left - r.left) / r.width, (top - r.top) / r.height];
  };
  const acts = {
    "zoom.in": () => by(1.5), "zoom.out": () => by(1 / 1.5), "zoom.all": () => view(0, 0, width),
    "zoom.left": () => to(-.3, 0), "zoom.right": () => to(.3, 0),
    "zoom.up": () => to(0, -.3), "zoom.down": () => to(0, .3),
  };
  const keys = {
    "+": "zoom.in", "=": "zoom.in", "-": "zoom.out", 0: "zoom.all",
    ArrowLeft: "zoom.left", ArrowRight: "zoom.right", ArrowUp: "zoom.up", ArrowDown: "zoom.down",
  };
  frame.addEventListener("keydown", event => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey || event.key.startsWith("Arrow") && w >= width) return;
    event.preventDefault();
    acts[act]();
  });
  document.querySelectorAll("[data-by]").forEach(a => a.addEventListener("click", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    acts[a.dataset.by]();
    if (a.hidden) frame.focus();
  }));
  frame.addEventListener("wheel", event => {
    if (!event.ctrlKey && (!frame.contains(document.activeElement) || event.deltaY > 0 && w >= width)) return;
    event.preventDefault();
    by(Math.exp(-event.deltaY / 400), ...at(event.clientX, event.clientY));
  }, { passive: false });
  const fingers = new Map();
  svg.addEventListener("pointerdown", event => {
    if (!fingers.size) moved = false;
    if (!event.button) fingers.set(event.pointerId, event);
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    svg.addEventListener(end, event => fingers.delete(event.pointerId));
  }
  svg.addEventListener("pointermove", event => {
    const was = fingers.get(event.pointerId);
    if (!was) return;
    if (!event.buttons) { fingers.delete(event.pointerId); return; } // released elsewhere
    const other = [...fingers.values()].find(f => f.pointerId !== event.pointerId);
    const apart = (a, b) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
    const size = svg.getBoundingClientRect();
    if (other) {
      by(apart(event, other) / Math.max(1, apart(was, other)),
        ...at((event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2));
      to((was.clientX - event.clientX) / 2 / size.width, (was.clientY - event.clientY) / 2 / size.height);
    } else {
      if (w >= width || !moved && apart(event, was) < 4) return;
      to((was.clientX - event.clientX) / size.width, (was.clientY - event.clientY) / size.height);
    }
    moved = true;
    svg.setPointerCapture(event.pointerId); // so that no link is followed
    fingers.set(event.pointerId, event);
  });
  svg.addEventListener("dragstart", event => event.preventDefault());
  svg.addEventListener("focusin", event => { // what the keyboard reaches is in view
    const r = event.target.getBoundingClientRect(), [fx, fy] = at(r.left + r.width / 2, r.top + r.height / 2);
    if (w < width && (fx < 0 || fx > 1 || fy < 0 || fy > 1)) to(fx - .5, fy - .5);
  });
  frame.classList.toggle("near", w < width);
  frame.setAttribute("aria-describedby", "zoom-help");
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
  const { suggest, goes } = input.dataset;
  const known = [...input.list?.options ?? []].map(o => ({ name: o.value, label: o.value }));
  const texts = document.querySelector(".find").dataset;
  const make = (tag, role, name) => Object.assign(document.createElement(tag), { role, className: name });
  const box = make("span", null, "combo"), list = make("ul", "listbox", ""), status = make("span", "status", "h");
  list.id = "s-" + input.id;
  list.hidden = true;
  list.ariaLabel = input.labels[0]?.textContent ?? "";
  input.removeAttribute("list");
  input.type = "text";
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off",
  })) input.setAttribute(name, value);
  input.before(box);
  box.append(input, list, status);
  let found = [], at = -1, timer, asking;

  const mark = to => {
    at = to;
    [...list.children].forEach((o, i) => { o.ariaSelected = i === at; });
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    input.ariaExpanded = "false";
    status.textContent = "";
    mark(-1);
  };
  const open = some => {
    found = some;
    list.replaceChildren(...found.map((f, i) => {
      const o = make("li", "option", "");
      o.id = list.id + "-" + i;
      o.textContent = f.label;
      return o;
    }));
    list.hidden = !found.length;
    input.ariaExpanded = String(!!found.length);
    status.textContent = (found.length === 1 ? texts.one : found.length ? texts.several : texts.none).replace("%d", found.length);
    mark(-1);
  };
  const ask = async () => {
    asking?.abort();
    const mine = asking = new AbortController();
    try {
      const answer = await fetch(suggest + encodeURIComponent(input.value.trim()), { signal: mine.signal });
      if (!answer.ok) throw new Error(answer.status);
      const some = await answer.json();
      if (mine === asking && !mine.signal.aborted && document.activeElement === input) open(some);
    } catch {
      if (!mine.signal.aborted) close(); // the form can be sent all the same
    }
  };
  const choose = f => {
    if (goes) return location.assign(f.address);
    input.value = f.name;
    input.closest(".fld").querySelector(".match")?.remove();
    for (const [part, value] of [["-for", f.name], ["-id", f.id]]) {
      input.form.querySelectorAll(`[name="${input.name + part}"]`).forEach(e => e.remove());
      if (f.id) input.form.append(Object.assign(document.createElement("input"), { type: "hidden", name: input.name + part, value }));
    }
    close();
  };
  input.addEventListener("input", () => {
    close();
    if (input.value.trim().length >= least) timer = setTimeout(ask, wait);
  });
  input.addEventListener("keydown", event => {
    const isOpen = !list.hidden, step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (step && isOpen) mark((at + step + found.length + (at < 0 && step < 0)) % found.length);
    else if (step && input.value.trim().length >= least) ask();
    else if (step && known.length && !input.value) open(known.slice(0, 8));
    else if (event.key === "Enter" && isOpen && at >= 0) choose(found[at]);
    else if (event.key === "Escape" && isOpen) close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", event => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", event => {
    const i = [...list.children].indexOf(event.target.closest("li"));
    if (i >= 0) choose(found[i]);
  });
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
addEventListener("popstate", () => { if (place() !== shown) show(location.href, false); }); // not for a fragment alone
start();
