// What a form can say before it is sent. The server asks all of it again, and more, and is the record; here nothing is
// refused that the server would take. A sentence goes when what it asks for is there: on a change, not while typing.
//
//   <div data-either="family_name no_name" data-words="Enter a name, or ...">   one of the named fields is needed
//   <div data-either="lot other_lot" data-where="naloxone=1|2" data-words="...">   only where that was answered
//   <input data-date data-invalid="..." data-future="...">   a date in figures; one in words is left to the server
//   <div data-either="next_day" data-ahead="..."> and a date in it must not be over
//   <input data-most="60" data-too-long="...">   longer is not cut off, it is said
//
//   <p data-born="birth_date" data-after="2008-11-23" data-or="age_band=under 18" hidden>   shown for whoever was born later
//   <div data-alone="nothing now">   the one tick that stands alone takes the others away, and they take it
//
// panels.js fires "panels:leaving" before it goes on: what is missing in that panel keeps it open.
"use strict";

(() => {
  const errorOf = (name) => document.getElementById(`id_${name}_error`);
  const all = (form, name) => [...form.querySelectorAll(`[name="${name}"]`)].filter((field) => !field.disabled);
  const isGiven = (field) => (["radio", "checkbox"].includes(field.type) ? field.checked : field.value.trim() !== "");
  const given = (form, name) => all(form, name).filter(isGiven).map((field) => field.value.trim());

  function applies(form, wrapper) {
    const [name, wanted] = (wrapper.dataset.where ?? "").split("=");
    return !wanted || given(form, name).some((value) => wanted.split("|").includes(value));
  }

  // A date in figures, as design/dates.py reads it: null where there is no such day, undefined where it is not in figures.
  function read(text, today) {
    if (/[^\d\s./,-]/.test(text)) return undefined;
    let parts = text.match(/\d+/g) ?? [];
    if (parts.length === 1 && [6, 8].includes(parts[0].length)) parts = [parts[0].slice(0, 2), parts[0].slice(2, 4), parts[0].slice(4)];
    if (parts.length !== 3) return null;
    if (parts[0].length === 4) parts = [parts[1], parts[2], parts[0]];
    if (![2, 4].includes(parts[2].length)) return null;
    let [month, day, year] = parts.map(Number);
    if (year < 100) year += year <= today.getFullYear() % 100 ? 2000 : 1900;
    const date = new Date(year, month - 1, day);
    return year >= 1900 && date.getMonth() === month - 1 && date.getDate() === day ? date : null;
  }

  function wrongWith(field) {
    const now = new Date();
    const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
    const date = read(field.value, today);
    if (date === null) return field.dataset.invalid;
    if (date && date > today && field.dataset.future) return field.dataset.future;
    const ahead = field.closest("[data-ahead]")?.dataset.ahead;
    return date && date < today && ahead ? ahead : "";
  }

  // Every complaint in a part of a form: the field where it is said, and the sentence.
  function complaints(form, part) {
    const found = new Map();
    for (const wrapper of part.querySelectorAll("[data-either]")) {
      const names = wrapper.dataset.either.split(" ");
      if (!applies(form, wrapper)) continue;
      const date = wrapper.querySelector("[data-date]");
      const instead = names.filter((name) => name !== date?.name).some((name) => given(form, name).length);
      if (!names.some((name) => given(form, name).length)) found.set(wrapper, wrapper.dataset.words);
      else if (date?.value.trim() && !instead && wrongWith(date)) found.set(wrapper, wrongWith(date));
    }
    for (const date of part.querySelectorAll("[data-date]:not(:disabled)")) {
      if (!date.closest("[data-either]") && date.value.trim() && wrongWith(date)) found.set(date.closest(".usa-form-group"), wrongWith(date));
    }
    for (const field of part.querySelectorAll("[data-most]:not(:disabled)")) {
      if (field.value.trim().length > Number(field.dataset.most)) found.set(field.closest(".usa-form-group"), field.dataset.tooLong);
    }
    return found;
  }

  const controlIn = (place) => place.querySelector("input:not([type=hidden]), select, textarea");
  // A signature is typed into a field of its own; what is wrong with it stands at its one name.
  const nameOf = (control) => control.name.replace(/_typed$/, "");

  // The sentence stands where the server would put it: between the label and the field.
  function say(place, words) {
    const control = controlIn(place);
    const group = control.closest(".usa-form-group");
    const folded = control.closest("details");
    if (folded) folded.open = true;
    clear(nameOf(control));
    const line = Object.assign(document.createElement("div"), { className: "usa-error-message", id: `id_${nameOf(control)}_error` });
    line.textContent = words;
    let before = control;
    while (before.parentElement !== group) before = before.parentElement;
    group.insertBefore(line, before);
    group.classList.add("usa-form-group--error");
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${line.id}`.trim());
  }

  function clear(name) {
    const line = errorOf(name);
    if (!line) return;
    const group = line.closest(".usa-form-group") ?? line.parentElement;
    for (const field of group.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    for (const field of group.querySelectorAll("[aria-describedby]")) {
      field.setAttribute("aria-describedby", field.getAttribute("aria-describedby").split(" ").filter((id) => id !== line.id).join(" "));
    }
    group.classList.remove("usa-form-group--error");
    line.remove();
    shorten(name);
  }

  // The list on top counts what is left, and goes with the last of it.
  function shorten(name) {
    const list = document.querySelector("[data-error-panel]");
    for (const line of list?.querySelectorAll(`[data-of="${name}"], [data-of="${name}_typed"]`) ?? []) line.remove();
    const left = list?.querySelectorAll("li").length;
    if (left === 0) list.remove();
    else if (left) list.querySelector("h2").textContent = left === 1 ? list.dataset.one : list.dataset.many.replace("{n}", left);
  }

  function isWell(form, part) {
    const found = complaints(form, part);
    for (const [place, words] of found) say(place, words);
    const first = [...found.keys()][0];
    if (first) controlIn(first).focus();
    return !first;
  }

  document.addEventListener("change", ({ target }) => {
    const group = target.closest("[data-alone]");
    if (!group || !target.checked) return;
    const isAlone = (tick) => tick.value === group.dataset.alone;
    for (const tick of group.querySelectorAll("input")) if (isAlone(tick) !== isAlone(target)) tick.checked = false;
  });

  document.addEventListener("panels:leaving", (event) => {
    if (!isWell(event.target.closest("form"), event.target)) event.preventDefault();
  });

  // A press on a button changes the field that was left: what stands there must not move the button from under the finger.
  let isPressed = false;
  let after = [];
  document.addEventListener("mousedown", () => { isPressed = true; }, true);
  document.addEventListener("mouseup", () => {
    setTimeout(() => {
      isPressed = false;
      const mended = after;
      after = [];
      mended.forEach((event) => forget(event));
    });
  }, true);

  document.addEventListener("change", (event) => {
    if (isPressed) after.push(event);
    else forget(event);
  });

  // A sentence about the young: it waits below or on the next page, and goes when the date is another one.
  function tell(form) {
    for (const line of form.querySelectorAll("[data-born]")) {
      const [name, wanted] = (line.dataset.or ?? "=").split("=");
      const born = read(given(form, line.dataset.born)[0] ?? "", new Date());
      const isYoung = born && born > new Date(`${line.dataset.after}T00:00`);
      line.hidden = !isYoung && !given(form, name).includes(wanted);
    }
  }

  function forget(event) {
    const form = event.target.form;
    if (!form) return;
    tell(form);
    const still = complaints(form, form);
    const isWrong = (place) => [...still.keys()].some((one) => one === place || one.contains(place) || place.contains(one));
    for (const line of form.querySelectorAll(".usa-error-message[id$=_error]")) {
      const name = line.id.replace(/^id_|_error$/g, "");
      const wrapper = line.closest("[data-either]");
      const touched = wrapper ? wrapper.dataset.either.split(" ").includes(event.target.name) || (wrapper.dataset.where ?? "").startsWith(`${event.target.name}=`) : nameOf(event.target) === name;
      const answered = !wrapper && !isGiven(event.target) ? false : !isWrong(wrapper ?? line);
      if (touched && answered) clear(name);
    }
  }
})();

// A form is sent once. The button says so, keeps its width, and after 8 s says what else can be done.
(() => {
  const words = document.documentElement.lang === "es"
    ? { sending: "Enviando…", still: "Seguimos intentando. Puede llamar ahora.", unsent: "No se envió. No hay señal. Todo sigue aquí. Envíelo otra vez en un momento." }
    : { sending: "Sending…", still: "Still trying. You can call now.", unsent: "Not sent. No signal. Everything is still here. Send again in a moment." };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.querySelector(".still-trying")?.remove();
    if (!navigator.onLine) {  // sent into a dead line, a page of the browser takes its place, and what was written is gone
      event.preventDefault();
      return say(form, words.unsent);
    }
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
