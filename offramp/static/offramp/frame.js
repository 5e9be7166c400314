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

document.querySelector("[data-error-panel]")?.focus();

// On a phone the list of open apps shows a picture of the page.
const onAPhone = matchMedia("(pointer: coarse)").matches;
document.addEventListener("visibilitychange", () => {
  document.documentElement.classList.toggle("covered", onAPhone && document.visibilityState === "hidden");
});

// The browser may put back a page from before signing out; ask the server instead.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
