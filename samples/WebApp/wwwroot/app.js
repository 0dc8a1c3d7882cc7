"use strict";

const element = id => document.getElementById(id);
const percent = new Intl.NumberFormat("en", { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
const retryMilliseconds = 2000;

let limits = { maximumBytes: Infinity };
let running = null; // the current request; a newer picture cancels it
let pictureUrl = null;

async function describeModel() {
  try {
    const response = await fetch("model");
    const answer = await response.json();
    if (!response.ok) {
      element("model").textContent = answer.detail;
      setTimeout(describeModel, retryMilliseconds);
      return;
    }
    limits = answer;
    const { architecture, classes } = answer.model;
    const shown = classes.slice(0, 8).join(", ") + (classes.length > 8 ? ", …" : "");
    element("model").textContent = `${architecture} distinguishes ${classes.length} classes: ${shown}.`;
    element("limits").textContent =
      `Up to ${+(answer.maximumBytes / 2 ** 20).toFixed(1)} MB. Pictures are processed in memory and not stored.`;
  } catch {
    setTimeout(describeModel, retryMilliseconds);
  }
}

async function classify(file) {
  if (!file) return;
  running?.abort();
  const request = running = new AbortController();
  element("error").hidden = true;
  if (file.size > limits.maximumBytes) {
    fail(`The picture is larger than the limit of ${+(limits.maximumBytes / 2 ** 20).toFixed(1)} MB.`);
    return;
  }
  document.body.classList.add("busy");
  element("status").textContent = "Classifying the picture …";
  try {
    const form = new FormData();
    form.append("image", file);
    const response = await fetch("predict?overlay=true", { method: "POST", body: form, signal: request.signal });
    const answer = await response.json().catch(() => null);
    if (!response.ok) throw new Error(answer?.detail ?? `The server answered with ${response.status}.`);
    show(file, answer);
  } catch (error) {
    if (error.name === "AbortError") return;
    fail(error instanceof TypeError ? "The server cannot be reached." : error.message);
  } finally {
    if (running === request) document.body.classList.remove("busy");
  }
}

function show(file, answer) {
  URL.revokeObjectURL(pictureUrl);
  pictureUrl = URL.createObjectURL(file);
  element("picture").src = pictureUrl;
  element("picture").alt = `Your picture, ${file.name}`;
  const overlay = element("overlay");
  overlay.hidden = element("toggle").hidden = !answer.overlay;
  if (answer.overlay) {
    overlay.src = answer.overlay;
    overlay.alt = `Heat map of the evidence for ${answer.classes[0].name}`;
    overlay.hidden = !element("heat").checked;
  } else {
    overlay.removeAttribute("src");
  }
  const { format, width, height } = answer.picture;
  element("about").textContent = `${format}, ${width} × ${height}`;

  const { predicted, classes } = answer;
  element("answer").textContent = predicted.length > 0 ? predicted.join(", ") : "None of the classes";
  element("classes").replaceChildren(...classes.map(item => row(item, predicted.includes(item.name))));
  element("result").hidden = false;
  document.body.classList.add("compact");
  element("status").textContent =
    predicted.length > 0 ? `Result: ${predicted.join(", ")}, ${percent.format(classes[0].probability)}.` : "No class is probable enough.";
  element("answer").focus({ preventScroll: true });
}

function row({ name, probability }, chosen) {
  const item = document.createElement("li");
  if (chosen) item.className = "chosen";
  item.append(part("name", name), part("probability", percent.format(probability)));
  const bar = part("bar", "");
  bar.setAttribute("aria-hidden", "true");
  const filled = document.createElement("span");
  filled.style.width = `${100 * probability}%`;
  bar.append(filled);
  item.append(bar);
  return item;
}

function part(className, text) {
  const span = document.createElement("span");
  span.className = className;
  span.textContent = text;
  return span;
}

function fail(message) {
  element("status").textContent = "";
  element("error").textContent = message;
  element("error").hidden = false;
}

for (const id of ["file", "camera"]) {
  element(id).addEventListener("change", event => {
    classify(event.target.files[0]);
    event.target.value = ""; // so that the same picture can be chosen again
  });
}
element("heat").addEventListener("change", event => { element("overlay").hidden = !event.target.checked; });

const drop = element("drop");
for (const type of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(type, event => {
    event.preventDefault();
    drop.classList.toggle("over", type === "dragenter" || type === "dragover");
  });
}
document.addEventListener("drop", event => classify(event.dataTransfer.files[0]));
document.addEventListener("paste", event => classify(event.clipboardData.files[0]));

describeModel();
