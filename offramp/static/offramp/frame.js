// The frame of every page: the night switch keeps what is typed, errors get the focus, and a hidden tab shows nothing.
"use strict";

for (const form of document.querySelectorAll("[data-night-switch]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = event.submitter.value;
    const body = new URLSearchParams(new FormData(form));
    body.set("night", wanted);
    document.documentElement.dataset.night = wanted;
    fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => form.submit());
    form.querySelector(wanted === "on" ? ".to-day" : ".to-night").focus();
  });
}

// Whether something was written here that is not sent yet. A form that came back from the server holds what was written.
function isChanged(field) {
  if (["radio", "checkbox"].includes(field.type)) return field.checked !== field.defaultChecked;
  if (field.matches("select")) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
  return field.value !== field.defaultValue;
}
const isWritten = () => document.querySelector("[data-error-panel]") !== null
  || [...document.querySelectorAll("main form :is(input, select, textarea)")].some(isChanged);

// In another language the page is a new one.
document.querySelector("form.languages")?.addEventListener("submit", (event) => {
  if (isWritten() && !confirm(event.target.dataset.ask)) event.preventDefault();
});

// What is wrong stands on top and gets the focus; a link of it leads into the field, wherever that is folded away.
const wrong = document.querySelector("[data-error-panel]");
wrong?.focus();
wrong?.addEventListener("click", (event) => {
  const field = document.getElementById(event.target.closest("a")?.hash.slice(1) ?? "");
  if (!field) return;
  event.preventDefault();
  field.dispatchEvent(new CustomEvent("reveal", { bubbles: true }));  // panels.js listens
  const folded = field.closest("details");
  if (folded) folded.open = true;
  const control = "input:not([type=hidden]), select, textarea";
  (field.matches(control) ? field : field.querySelector(control) ?? field).focus();
});

// On a phone the list of open apps shows a picture of the page.
const onAPhone = matchMedia("(pointer: coarse)").matches;
document.addEventListener("visibilitychange", () => {
  document.documentElement.classList.toggle("covered", onAPhone && document.visibilityState === "hidden");
});

// Nor does a phone that nobody touches. A page that waits for a ring stays to be seen.
const cover = document.querySelector(".cover");
if (onAPhone && cover && !document.querySelector("[hx-get]")) {
  let touched = Date.now();
  const coverIfLeft = () => {
    if (!cover.open && Date.now() - touched > cover.dataset.after * 1000) cover.showModal();
  };
  for (const sign of ["pointerdown", "keydown"]) document.addEventListener(sign, () => { touched = Date.now(); }, true);
  setInterval(coverIfLeft, 5000);
  document.addEventListener("visibilitychange", coverIfLeft);
  cover.addEventListener("click", () => cover.close());  // a click, so that the touch reaches nothing below
  cover.addEventListener("keydown", (event) => {
    event.preventDefault();
    cover.close();
  });
}

// The browser may put back a page from before signing out; ask the server instead.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
