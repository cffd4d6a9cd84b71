// Sorts the rows by the column whose heading is chosen, or that the address names: #stars, #-date.
"use strict";
(() => {
  const body = document.querySelector("tbody");
  const heads = [...document.querySelectorAll("thead th")];
  const inOrder = new Intl.Collator("en", { numeric: true }).compare;

  const sortBy = (column, down) => {
    const rows = [...body.rows].map((row) => [row.cells[column].textContent.trim(), row]);
    rows.sort(([one], [other]) => (down ? inOrder(other, one) : inOrder(one, other)));
    body.append(...rows.map(([, row]) => row));
    for (const head of heads) head.removeAttribute("aria-sort");
    heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
  };
  const choose = (column) => sortBy(column, heads[column].getAttribute("aria-sort") === "ascending");

  heads.forEach((head, column) => {
    head.tabIndex = 0;
    head.addEventListener("click", () => choose(column));
    head.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(column);
    });
  });
  const asked = /^#(-?)([a-z_]+)$/.exec(location.hash);
  const named = asked ? heads.findIndex((head) => head.className === asked[2]) : -1;
  if (named >= 0) sortBy(named, asked[1] === "-");
})();
