// The answer at the scene. The page carries, for every answer, the finding of the signed protocol; here the strictest is
// picked and all are listed. The server judges the facts again on receipt and is the record.
"use strict";

(() => {
  const form = document.querySelector("form[data-panels]");
  const carried = JSON.parse(document.getElementById("carried")?.textContent ?? "null");
  const strictness = ["yes", "ask", "no"];

  const given = (name) => new FormData(form).getAll(name).map(Number);

  // A marked line stands; of the others, "none of these apply" is the answer.
  function findingsOf(question) {
    const marked = question.lines.flatMap(given).flatMap((n) => question.findings[n]);
    if (!marked.length) return given(question.name).flatMap((n) => question.findings[n]);
    const others = question.findings[question.none].filter((one) => marked.every((mark) => mark.clause !== one.clause));
    return [...marked, ...others];
  }

  function judge() {
    const found = [...carried.base, ...carried.questions.flatMap(findingsOf)];
    const rank = (one) => strictness.indexOf(one.answer);
    found.sort((a, b) => rank(b) - rank(a));
    const answer = found[0].answer;
    const senior = (roles) => roles.reduce((a, b) => (carried.seniority.indexOf(b) > carried.seniority.indexOf(a) ? b : a));
    const refusals = found.filter((one) => one.answer === "no");
    return {
      found,
      answer,
      ask: answer === "ask" ? senior(found.filter((one) => one.ask).map((one) => one.ask)) : null,
      exception: refusals.length > 0 && refusals.every((one) => one.exception_by),
    };
  }

  function row({ answer, reason, tongue, clause }) {
    const part = (name, text) => Object.assign(document.createElement("span"), { className: name, textContent: text });
    const item = document.createElement("li");
    item.className = `finding finding-${answer}`;
    const number = part("finding-clause", "");
    number.append(part("usa-sr-only", `, ${carried.words.clause} `), clause);
    const why = part("finding-reason", reason);
    if (tongue) why.lang = tongue;
    item.append(part("finding-answer", carried.words[answer]), " ", why, " ", number);
    return item;
  }

  function showAnswer() {
    const { found, answer, ask, exception } = judge();
    const panel = form.querySelector('[data-panel="answer"]');
    const list = Object.assign(document.createElement("ul"), { className: "findings" });
    list.append(...found.map(row));
    panel.querySelector("[data-findings]").replaceChildren(list);
    for (const block of form.querySelectorAll(":is([data-answer], [data-ask]):not([data-panel])")) {
      block.hidden = ("answer" in block.dataset && block.dataset.answer !== answer) || ("ask" in block.dataset && block.dataset.ask !== ask);
    }
    panel.querySelector("[data-exception]").hidden = !exception;
    const heading = panel.querySelector("h2");
    heading.textContent = ask ? panel.querySelector(`[data-ask="${ask}"]`).dataset.heading : heading.dataset[answer];
    // What was chosen under another answer no longer stands.
    for (const radio of form.querySelectorAll('[name="outcome"], [name="agreed_by"]')) {
      if (radio.closest("[data-answer][hidden], [data-ask][hidden], [data-exception][hidden]")) radio.checked = false;
    }
  }

  // Marking a line takes "None of these apply" away and offers to go on.
  function settleTicks(panel) {
    const more = panel.querySelector("[data-marked]");
    if (!more) return;
    const marked = panel.querySelector(".scene-line input:checked") !== null;
    const none = panel.querySelector(".scene-answers");
    if (marked && more.hidden) panel.querySelector("[data-marked-status]").textContent = panel.querySelector("[data-marked-status]").dataset.words;
    more.hidden = !marked;
    none.hidden = marked;
    if (marked) none.querySelectorAll("input").forEach((radio) => { radio.checked = false; });
  }

  form.addEventListener("change", (event) => {
    const panel = event.target.closest("[data-panel]");
    if (panel) settleTicks(panel);
  });

  form.addEventListener("click", (event) => {
    const panel = event.target.closest("[data-unmark]")?.closest("[data-panel]");
    if (!panel) return;
    panel.querySelectorAll(".scene-line input").forEach((radio) => { radio.checked = false; });
    settleTicks(panel);
    panel.querySelector("h2").focus();
  });

  form.addEventListener("panels:shown", (event) => {
    const panel = form.querySelector(`[data-panel="${event.detail}"]`);
    settleTicks(panel);
    if (carried && event.detail === "answer") showAnswer();
    // What is sent is shown once more, whole, before it goes.
    const found = event.detail === "send" && form.querySelector('[data-panel="answer"] .findings');
    if (found) panel.querySelector("[data-findings]").replaceChildren(found.cloneNode(true));
    if ("firstField" in panel.dataset) panel.querySelector("input:not([type=hidden])")?.focus();
  });

  // The keyboard's Next goes to the next field; the last one goes on.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("[data-first-field] input[type=text]")) return;
    const fields = [...event.target.closest("[data-panel]").querySelectorAll("input[type=text]")];
    const next = fields[fields.indexOf(event.target) + 1];
    if (!next) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    next.focus();
  }, true);
})();
