// A dot or diamond opens its row at the sentences that it stands for. Without scripts a click on the row opens it from the top.
function show(hash, jump) {
  const told = document.getElementById(decodeURIComponent(hash.slice(1)));
  const row = told && told.closest("details");
  if (!row) { return; }
  document.querySelectorAll(".lit").forEach((lit) => lit.classList.remove("lit"));
  row.open = true;
  told.classList.add("lit");
  const list = row.querySelector(".told");
  list.scrollTop = told.offsetTop - list.offsetTop - 8;
  if (jump) { row.scrollIntoView(); }
}
document.querySelectorAll("summary a").forEach((a) => a.addEventListener("click", (e) => {
  e.preventDefault();
  history.replaceState(null, "", a.getAttribute("href"));
  show(a.getAttribute("href"), false);
}));
document.getElementById("filter").addEventListener("input", (e) => {
  const wanted = e.target.value.trim().toLowerCase();
  document.querySelectorAll("details").forEach((row) => {
    row.hidden = !row.dataset.actor.toLowerCase().includes(wanted);
  });
  let found = false;
  document.querySelectorAll("section").forEach((section) => {
    section.hidden = !section.querySelector("details:not([hidden])");
    found ||= !section.hidden;
  });
  document.getElementById("nobody").hidden = found || !wanted;
});
addEventListener("hashchange", () => show(location.hash, true));
addEventListener("load", () => show(location.hash, true));
