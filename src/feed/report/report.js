// A dot or diamond opens its row; the address then leads to the sentences. Without scripts a click on the row does.
function reveal() {
  const told = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const row = told && told.closest("details");
  if (row) { row.open = true; told.scrollIntoView({ block: "nearest" }); }
}
addEventListener("hashchange", reveal);
document.querySelectorAll("summary a").forEach((a) => a.addEventListener("click", (e) => {
  e.stopPropagation();
  e.preventDefault();
  if (location.hash === a.getAttribute("href")) { reveal(); } else { location.hash = a.getAttribute("href"); }
}));
document.getElementById("filter").addEventListener("input", (e) => {
  const wanted = e.target.value.trim().toLowerCase();
  document.querySelectorAll("details").forEach((row) => {
    row.hidden = !row.dataset.actor.toLowerCase().includes(wanted);
  });
  document.querySelectorAll("section").forEach((section) => {
    section.hidden = !section.querySelector("details:not([hidden])");
  });
});
reveal();
