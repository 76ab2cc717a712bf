// Makes pages quicker. Nothing exists only here: every link and form works without it.

const main = () => document.getElementById("main");
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
    const now = document.querySelector(".scroll");
    if (at && now) now.scrollTo(at[0], at[1]);
    start();
    return true;
  } catch {
    location.assign(address);
    return false;
  }
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

function start() {
  const table = document.querySelector("table.matrix");
  if (table) grid(table);
}

document.addEventListener("click", event => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a");
  if (!link) return;
  if (link.matches(".matrix a.k")) { event.preventDefault(); open(link); }
  if (link.matches(".panel a.close")) { event.preventDefault(); close(link); }
  if (link.matches(".sector a[aria-expanded], .corner a")) { event.preventDefault(); show(link.getAttribute("href"), true); }
});

document.addEventListener("keydown", event => {
  const link = event.key === "Escape" && document.querySelector(".panel a.close");
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

addEventListener("popstate", () => show(location.href, false));
start();
