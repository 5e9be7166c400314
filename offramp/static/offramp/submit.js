// A form is sent once. The button says so, keeps its width, and after 8 s says what else can be done.
"use strict";

(() => {
  const words = document.documentElement.lang === "es"
    ? { sending: "Enviando…", still: "Seguimos intentando. Puede llamar ahora." }
    : { sending: "Sending…", still: "Still trying. You can call now." };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (!button?.classList.contains("usa-button")) return;
    button.style.minWidth = `${button.offsetWidth}px`;
    form.sentFrom = { button, words: button.textContent };
    setTimeout(() => { if (form.dataset.sent) button.textContent = words.sending; }, 0);
    setTimeout(() => { if (form.dataset.sent) say(form, words.still); }, 8000);
  });

  // Coming back to the page: it can be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      if (form.sentFrom) form.sentFrom.button.textContent = form.sentFrom.words;
      form.querySelector(".still-trying")?.remove();
    }
  });

  function say(form, sentence) {
    const line = document.createElement("p");
    line.className = "still-trying";
    line.setAttribute("role", "status");
    form.append(line);
    line.textContent = sentence;
  }
})();
