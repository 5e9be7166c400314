// One document, one question at a time. Without this script the same form is a long page with one button.
//
//   <form data-panels>
//     <section data-panel="amount" data-when="offense=possession" data-missing="Choose how much.">
//       <p class="panel-count" data-count></p>            "Question 2 of 6"
//       <h2>How much?</h2> ... <div data-goes-on> radios </div>   a tap on an answer goes on
//       <button type="button" data-next hidden>Continue</button>
//
// A panel is passed over while its data-when does not hold ("name=a|b", or "name!=a|b" for any other answer or none;
// several with spaces: all must hold); its fields are then not sent. data-goto="name" on any button goes to that panel. Each step is an entry in the history, so that
// Back goes one panel back. The form fires "panels:shown" with the panel's name. data-answer="amount" names the field that
// answers the panel (data-missing), where the panel holds others beside it. "{of}" is for forms whose number of questions
// never changes; elsewhere the count says "Question {n}" alone. A field that is to be seen fires "reveal" (frame.js). Before
// a panel is left, and before the form is sent from it, it fires "panels:leaving", which can be prevented (forms.js).
"use strict";

for (const form of document.querySelectorAll("form[data-panels]")) {
  const panels = [...form.querySelectorAll("[data-panel]")];
  let current = null;

  const value = (name) => new FormData(form).getAll(name).map(String);
  const holds = (condition) => {
    const [, name, isnt, wanted] = condition.match(/^(.+?)(!?)=(.*)$/);
    return value(name).some((given) => wanted.split("|").includes(given)) !== Boolean(isnt);
  };
  const applies = (panel) => (panel.dataset.when ?? "").split(" ").filter(Boolean).every(holds);
  const named = (name) => panels.find((panel) => panel.dataset.panel === name);

  // Fields of panels that do not apply are not sent; which panels apply depends on earlier answers, so in order.
  function settle() {
    for (const panel of panels) panel.querySelectorAll("fieldset, input, select, textarea").forEach((field) => { field.disabled = false; });
    for (const panel of panels) {
      if (!applies(panel)) panel.querySelectorAll("input, select, textarea").forEach((field) => { field.disabled = true; });
    }
  }

  function show(panel, { remember = true, focus = true } = {}) {
    settle();
    current = panel;
    for (const other of panels) other.hidden = other !== panel;
    count(panel);
    if (remember) history.pushState({ panel: panel.dataset.panel }, "");
    if (focus) {
      const heading = panel.querySelector("h1, h2, h3");
      heading.tabIndex = -1;
      heading.focus();
      window.scrollTo(0, 0);
    }
    form.dispatchEvent(new CustomEvent("panels:shown", { bubbles: true, detail: panel.dataset.panel }));
  }

  function count(panel) {
    const line = panel.querySelector("[data-count]");
    const counted = panels.filter((one) => applies(one) && one.querySelector("[data-count]"));
    const [n, of] = [counted.indexOf(panel) + 1, counted.length];
    if (line) line.textContent = (form.dataset.countWords ?? "Question {n} of {of}").replace("{n}", n).replace("{of}", of);
  }

  function isAnswered(panel) {
    const asked = panel.dataset.answer ? `[name="${panel.dataset.answer}"]` : "input, select, textarea";
    const fields = [...panel.querySelectorAll(asked)].filter((field) => field.type !== "hidden" && !field.disabled);
    return fields.some((field) => (["radio", "checkbox"].includes(field.type) ? field.checked : field.value.trim()));
  }

  // Answered on the plain page, before this script had come over the line: that tap counts.
  function wasTapped(panel) {
    return [...panel.querySelectorAll("[data-goes-on] input[type=radio]")].some((radio) => radio.checked && !radio.defaultChecked);
  }

  // Whether nothing is missing here. forms.js listens, and looks at single fields.
  function mayLeave(panel) {
    panel.querySelector("[data-panel-error]")?.remove();
    const isWell = panel.dispatchEvent(new CustomEvent("panels:leaving", { bubbles: true, cancelable: true }));
    if (!panel.dataset.missing || isAnswered(panel)) return isWell;
    complain(panel);
    return false;
  }

  function goOn(panel) {
    if (!mayLeave(panel)) return;
    settle();
    const next = panels.slice(panels.indexOf(panel) + 1).find(applies);
    if (next) show(next);
    else form.requestSubmit();
  }

  function complain(panel) {
    const line = document.createElement("p");
    line.className = "usa-error-message";
    line.dataset.panelError = "";
    line.setAttribute("role", "alert");
    panel.querySelector("h1, h2, h3").after(line);
    line.textContent = panel.dataset.missing;
  }

  form.addEventListener("click", (event) => {
    const to = event.target.closest("[data-goto]");
    if (to) return show(named(to.dataset.goto));
    if (event.target.closest("[data-next]")) return goOn(event.target.closest("[data-panel]"));
    // A tap goes on; the arrow keys only choose (their click has no detail).
    const radio = event.target.closest("[data-goes-on] input[type=radio]");
    if (radio && event.detail > 0) setTimeout(() => goOn(radio.closest("[data-panel]")), 0);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.matches("textarea, button, a, summary")) return;
    event.preventDefault();
    goOn(event.target.closest("[data-panel]"));
  });
  form.addEventListener("change", (event) => {
    settle();
    const panel = event.target.closest("[data-panel]");
    if (panel && isAnswered(panel)) panel.querySelector("[data-panel-error]")?.remove();
  });
  form.addEventListener("submit", (event) => {
    if (!mayLeave(current)) event.preventDefault();
  });
  form.addEventListener("reveal", (event) => {
    const panel = event.target.closest("[data-panel]");
    if (panel && panel !== current) show(panel, { focus: false });
  });
  window.addEventListener("popstate", (event) => {
    const panel = named(event.state?.panel) ?? panels.find(applies);
    if (panel) show(panel, { remember: false });
  });

  form.classList.add("panels-on");
  form.querySelectorAll("[data-next]").forEach((button) => { button.hidden = false; });
  settle();
  const mistaken = form.querySelector("[aria-invalid=true], .usa-error-message")?.closest("[data-panel]");
  const asked = panels.filter(applies);
  const first = mistaken ?? asked.find((panel) => !wasTapped(panel)) ?? asked[0];
  history.replaceState({ panel: first.dataset.panel }, "");
  show(first, { remember: false, focus: false });
  document.querySelector("[data-error-panel]")?.focus();  // all that is wrong, before the first of it
}
