// Staying signed in. Writing and tapping count; a bar says when the end is near; after it nothing is sent and nothing that
// was written is gone: one signs in in another tab, and sends it again. Where nothing was written, a page of a care desk
// is covered by then: it shows people, and no longer what happens. The server alone ends a session; this only asks it.
// A form that opens before sign-in is nobody's, and asks for it when it is sent. It becomes the page of the first who signs
// in with a duty that may send it; from then on it is like any other page of theirs.
"use strict";

(() => {
  const bars = document.querySelector("[data-staying]");
  const tabs = new BroadcastChannel("staying");
  if (!bars) return tabs.postMessage(null);  // perhaps somebody signed out here: the other tabs ask

  const EVERY = 2 * 60 * 1000;  // so often, at most, the server hears that somebody is writing
  const MARGIN = 10 * 1000;  // what is sent is on its way for a while
  const LONGEST = 8 * 1000;  // an answer that takes longer is none
  const warning = bars.dataset.warning * 1000;
  const mine = JSON.parse(document.getElementById("staying-now").textContent);
  const tokens = () => [...document.querySelectorAll("[name=csrfmiddlewaretoken]")];
  let ends = 0;  // by this device's clock; 0 when nothing can be sent from here
  let told = Date.now();
  let telling = null;
  let shown = "";
  let asking = null;
  let overheard = 0;
  let isSending = false;  // Send was tapped before anybody had signed in
  let before = null;  // what had the focus before the bar

  const isOver = () => Date.now() > ends - MARGIN;
  const isOut = () => shown.startsWith("out") || shown.startsWith("other");

  // What the server says: seconds left, whether they are the last, whose they are, and the token that forms need now.
  // That one is signed in again stands until one goes on here: an answer that another tab asked for would take it away unread.
  function heard({ left, is_last: isLast, whose, duty, csrf }, goesOn = false) {
    const wasOut = isOut() || shown === "silent" || (shown.startsWith("back") && !goesOn);
    const isNew = !mine.whose;
    if (isNew && mine.duties.includes(duty)) mine.whose = whose;
    ends = left && mine.whose && whose === mine.whose ? Date.now() + left * 1000 : 0;
    if (!ends) return show(left ? (isNew ? "other-new" : "other") : "out");
    for (const token of tokens()) token.value = csrf;
    if (left * 1000 <= warning) show(isLast ? "last" : "ending");
    else if (!wasOut || !isWritten()) show("");
    else show(isNew || shown === "back-new" ? "back-new" : "back");
  }

  function out() {
    if (!mine.whose) return isSending ? "out-new" : "";
    if (isWritten()) return "out";
    return document.getElementById("rings") ? "out-on-call" : "out-empty";
  }

  function cover() {
    const isLeft = isOut() || (ends > 0 && isOver());
    document.documentElement.classList.toggle("left", "covers" in bars.dataset && isLeft && !isWritten());
  }

  function show(wanted) {
    const name = wanted === "out" ? out() : wanted;
    const isNew = name !== shown;
    shown = name;
    cover();
    if (!isNew) return;
    if (bars.contains(document.activeElement)) before?.focus();
    bars.replaceChildren();
    if (!name) return;
    const bar = document.querySelector(`template[data-bar=${name}]`).content.firstElementChild.cloneNode(true);
    const isWriting = document.activeElement?.matches("input, select, textarea");
    bar.setAttribute("role", isWriting ? "status" : "alertdialog");
    bars.append(bar);
  }

  function ask(method = "GET") {
    asking ??= newestAnswerTo(method)
      .then((answer) => { heard(answer, method === "POST"); tabs.postMessage(answer); })
      .finally(() => { asking = null; });
    return asking;
  }

  // What another tab heard meanwhile may be newer: somebody signs in there while an answer from before is on its way here.
  async function newestAnswerTo(method) {
    const before = overheard;
    const answer = await answerTo(method);
    return overheard === before ? answer : newestAnswerTo("GET");
  }

  async function answerTo(method) {
    const headers = method === "POST" ? { "X-CSRFToken": tokens()[0].value } : {};
    const signal = AbortSignal.timeout(LONGEST);
    const answer = await fetch(bars.dataset.staying, { method, headers, redirect: "manual", signal });
    if (answer.type === "opaqueredirect") return { left: 0 };  // it leads to sign-in
    if (answer.status === 403 && method === "POST") return answerTo("GET");  // somebody signed in since
    if (!answer.ok) throw new Error(`staying: ${answer.status}`);
    return answer.json();
  }

  // Somebody is there. While the bar of the end stands, one key or tap is enough. It is told a moment later, and never
  // beside a form that is on its way: of two answers at once, one would write its session over the other's.
  function here() {
    if (!ends || telling || (shown !== "ending" && Date.now() - told < EVERY)) return;
    told = Date.now();
    telling = setTimeout(() => {
      telling = null;
      if (!document.querySelector("form[data-sent]")) ask("POST").catch(() => {});
    }, 1000);
  }
  for (const sign of ["keydown", "pointerdown", "input", "click"]) document.addEventListener(sign, here, true);

  // Before a bar is shown the server is asked: another tab may have kept the session alive.
  function look() {
    const left = ends - Date.now();
    const isWarned = shown === "ending" || shown === "last";
    if (ends && left <= (isWarned ? 0 : warning)) ask().catch(cover);
  }
  setInterval(look, 5000);
  document.addEventListener("visibilitychange", look);

  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (form.method !== "post" || form.matches("[data-night-switch]") || !isOver() || !mine.whose) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask().then(() => { if (!isOver()) form.requestSubmit(submitter); }, () => show("silent"));
  }, true);

  // A long form asks whether somebody hears it and its writer is still signed in: a browser that sends it into a dead line
  // shows a page of its own, and the form is gone. So does every form on a device that knows of no line. This stands after what panels.js finds missing, before forms.js sends.
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || form.method !== "post" || form.isHeard) return;
    if (navigator.onLine && !("asksFirst" in form.dataset)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.isHeard === false) return;
    form.isHeard = false;
    isSending = true;
    setTimeout(() => { if (form.isHeard === false) show("sending"); }, 600);
    ask().then(() => {
      form.isHeard = Boolean(ends);
      if (ends) form.requestSubmit(submitter);
    }, () => show("unsent")).finally(() => { delete form.isHeard; });
  });

  bars.addEventListener("focusin", (event) => {
    if (!bars.contains(event.relatedTarget)) before = event.relatedTarget;
  });
  tabs.addEventListener("message", ({ data }) => {
    overheard += 1;
    if (data) heard(data);
    else ask().catch(() => {});
  });

  const atFirst = { ...mine, csrf: tokens()[0].value };
  heard(atFirst);
  tabs.postMessage(mine.whose ? atFirst : null);  // who is signed in is not known to a page of nobody: the others ask
})();
