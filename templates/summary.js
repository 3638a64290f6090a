// Sorts, searches and filters the table of students. Everything can be read without it.
(() => {
  const tools = document.getElementById("tools");
  const table = document.getElementById("students-table");
  if (!tools || !table) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const search = tools.querySelector("[type=search]");
  const status = tools.querySelector("select");
  const observed = tools.querySelector("[type=checkbox]");
  const shown = tools.querySelector("output");
  const language = document.documentElement.lang;

  // Whoever types "muller" or "lukasz" looks for Müller and Łukasz, however the file system wrote them.
  const plainLetters = { ø: "o", ł: "l", đ: "d", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th" };
  const folded = (text) =>
    text.normalize("NFKD").replace(/[\p{M}\u2066-\u2069]/gu, "").toLowerCase().replace(/[øłđıßæœþ]/g, (letter) => plainLetters[letter]);
  const words = new Map(rows.map((row) => [row, folded(row.textContent)]));

  const show = () => {
    const wanted = folded(search.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const fits =
        wanted.every((word) => words.get(row).includes(word)) &&
        (!status.value || row.dataset.status === status.value) &&
        (!observed.checked || row.dataset.observed === "yes");
      row.hidden = !fits;
      count += fits;
    }
    const [some, all] = [count, rows.length].map((number) => number.toLocaleString(language));
    shown.textContent = shown.dataset.words.replace("#", some).replace("#", all);
  };

  // As the page's language writes numbers: 1.234,5 is 1234.5 where the point is a comma.
  const point = table.dataset.point;
  const plain = (text) => text.replace(/(\d)[\u00a0\u202f'’](?=\d)/g, "$1").replaceAll(point === "," ? "." : ",", "").replace(point, ".");
  const number = (text) => {
    const found = plain(text).match(/[-−]?\d+(\.\d+)?/);
    return found ? Number(found[0].replace("−", "-")) : -Infinity;
  };
  const { compare } = new Intl.Collator(language, { numeric: true });
  const compared = (column, numeric) => (one, other) => {
    const [first, second] = [one, other].map((row) => row.cells[column].textContent.trim());
    if (!numeric) return compare(first, second);
    const [less, more] = [number(first), number(second)];
    return less === more ? 0 : less - more;
  };
  const sort = (heading, column) => {
    const down = heading.getAttribute("aria-sort") === "ascending";
    for (const other of heading.parentNode.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const order = compared(column, heading.dataset.kind === "number");
    rows.sort((one, other) => (down ? order(other, one) : order(one, other)));
    body.append(...rows);
  };

  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sort(heading, column));
    heading.append(button);
  });
  for (const control of [search, status, observed]) control.addEventListener("input", show);
  tools.hidden = false;
  show();
})();
