/** Ranks again when a slider or a checkbox changes. The browser test checks that the formula is that of lab/ranking. */
export const rankingScript = String.raw`
{
  const { criteria, constraints, presets } = JSON.parse(document.getElementById("ranking-data").textContent);
  const form = document.getElementById("ranking-form");
  const body = document.querySelector("#ranking-table tbody");
  const rows = new Map([...body.rows].map((row) => [row.dataset.subject, row]));
  const combined = (subject) => {
    let sum = 0, total = 0;
    const without = [];
    for (const { name, title, scores } of criteria) {
      const weight = Number(form.elements[name].value);
      if (weight <= 0) continue;
      const { score } = scores[subject];
      if (score === undefined) { without.push(title); continue; }
      sum += weight * score;
      total += weight;
    }
    return { score: total > 0 ? sum / total : 0, without };
  };
  const rank = () => {
    for (const { name } of criteria) {
      const input = form.elements[name];
      input.nextElementSibling.value = Math.round(input.value * 10) / 10;
    }
    const chosen = constraints.filter(({ name }) => form.elements[name].checked);
    const ranked = [...rows.keys()].map((subject) => {
      const excluded = chosen.flatMap(({ excludes }) => (subject in excludes ? [excludes[subject]] : []));
      return { subject, excluded, ...combined(subject) };
    });
    ranked.sort((a, b) => (a.excluded.length > 0) - (b.excluded.length > 0) || b.score - a.score || order.indexOf(a.subject) - order.indexOf(b.subject));
    ranked.forEach(({ subject, excluded, score, without }, i) => {
      const row = rows.get(subject);
      const out = excluded.length > 0;
      row.classList.toggle("excluded", out);
      row.querySelector(".place").textContent = out ? "out" : i + 1;
      row.querySelector(".score").textContent = score.toFixed(2);
      row.querySelector(".fill").setAttribute("width", Math.round(score * 120));
      row.querySelector(".notes").textContent = [...excluded, ...(without.length ? ["without a score: " + without.join(", ")] : [])].join("; ");
      body.append(row);
    });
    const names = ranked.filter(({ excluded }) => excluded.length === 0).map(({ subject }) => subject);
    const text = names.length ? "Order: " + names.join(", ") + "." : "The constraints exclude every approach.";
    const now = document.getElementById("ranking-now");
    if (now.textContent !== text) now.textContent = text;
  };
  // Equal scores keep the run's order, as in the report's own ranking.
  const order = Object.keys(criteria[0]?.scores ?? {});
  for (const button of document.querySelectorAll(".preset")) button.addEventListener("click", () => {
    const { weights } = presets.find(({ name }) => name === button.dataset.preset);
    for (const [name, weight] of Object.entries(weights)) form.elements[name].value = weight;
    rank();
    document.getElementById("ranking").scrollIntoView();
  });
  form.addEventListener("input", rank);
  form.addEventListener("reset", () => setTimeout(rank));
  form.addEventListener("submit", (event) => event.preventDefault());
}
`;
