// Sign with a finger. The strokes go into the hidden field as {"paths": [[x, y, x, y, ...], ...]} in units of the box.
"use strict";

for (const pad of document.querySelectorAll("[data-signature]")) {
  const canvas = pad.querySelector("canvas");
  const kept = pad.querySelector("input[type=hidden]");
  const pen = canvas.getContext("2d");
  let paths = [];
  try {
    paths = JSON.parse(kept.value || "{}").paths ?? [];
  } catch {
    paths = [];
  }

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [
      Math.round(((event.clientX - box.left) / box.width) * canvas.width),
      Math.round(((event.clientY - box.top) / box.height) * canvas.height),
    ];
  };

  function draw() {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 6;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = getComputedStyle(canvas).color;  // ink by day, chalk by night
    for (const path of paths) {
      pen.beginPath();
      for (let at = 0; at < path.length; at += 2) pen.lineTo(path[at], path[at + 1]);
      pen.stroke();
    }
  }

  const keep = () => { kept.value = paths.length ? JSON.stringify({ paths }) : ""; };

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    const [x, y] = place(event);
    paths.push([x, y, x + 1, y]);  // a dot is a mark too
    draw();
    keep();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    const [x, y] = place(event);
    const path = paths.at(-1);
    if (Math.hypot(x - path.at(-2), y - path.at(-1)) < 6) return;
    path.push(x, y);
    draw();
    keep();
  });
  canvas.addEventListener("pointerup", () => { kept.dispatchEvent(new Event("change", { bubbles: true })); });
  pad.querySelector("[data-clear]").addEventListener("click", () => {
    paths = [];
    draw();
    keep();
  });

  pad.querySelector(".signature-drawn").hidden = false;
  draw();
}
