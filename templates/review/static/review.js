// Keys for everything, and saving that never loses a word. No page works only with this.
"use strict";
(() => {
  const OFF = "grader-review-keys-off";
  const off = () => localStorage.getItem(OFF) === "yes";
  const writing = (element) =>
    element.matches("textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=hidden])");
  const shown = (element) => element.getClientRects().length > 0;

  function act(element) {
    if (writing(element)) {
      element.focus();
      if (element.select) element.select();
    } else {
      element.click();
    }
  }

  // What was typed and is not saved yet; leaving saves it first.
  const form = () => document.querySelector("#mark[hx-post]");
  const values = () => new URLSearchParams(new FormData(form()));
  let unsaved = false;

  async function saveFirst() {
    unsaved = false;
    const answer = await fetch(form().action, {
      method: "POST",
      body: values(),
      headers: { "HX-Request": "true" },
    });
    if (answer.ok && !answer.headers.has("hx-retarget")) return true;
    // It can't be saved like this, or another decided meanwhile: the page says so, and one stays.
    form().requestSubmit();
    return false;
  }

  function whenSaved(event, go) {
    if (!form() || !(unsaved || underway)) return;
    event.preventDefault();
    event.stopPropagation();
    saveFirst().then((saved) => saved && go(), go);
  }

  function onLink(event) {
    const link = event.target.closest("a[href]");
    if (!link || link.target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    whenSaved(event, () => location.assign(link.href));
  }

  function onSubmit(event) {
    if (event.target.id === "mark" || event.target.method === "dialog") return;
    if (event.target.closest("[hx-post]")) return;
    const { target, submitter } = event;
    whenSaved(event, () => target.requestSubmit(submitter));
  }

  // Keys that are pressed while the page is being told of the one before wait for the answer: they
  // belong to what the page will say then.
  const waiting = [];
  const SETTLED_MS = 50; // htmx gives new elements their meaning 20 ms after it put them there
  let underway = 0;

  function free() {
    while (waiting.length && !underway) {
      const element = reached(waiting.shift());
      if (element) act(element);
    }
  }

  const meant = (key) => [...document.querySelectorAll("[data-key]")].some((element) => element.dataset.key === key);

  function reached(key) {
    return [...document.querySelectorAll("[data-key]")].find(
      (element) => element.dataset.key === key && shown(element) && !element.disabled,
    );
  }

  function listKeys() {
    const list = document.getElementById("key-list");
    list.replaceChildren();
    for (const element of document.querySelectorAll("[data-key]")) {
      if (!shown(element)) continue;
      const row = document.createElement("div");
      const key = document.createElement("dt");
      const says = document.createElement("dd");
      const sign = document.createElement("kbd");
      sign.textContent = element.dataset.key;
      key.append(sign);
      says.textContent = element.dataset.says;
      row.append(key, says);
      list.append(row);
    }
  }

  function openKeys() {
    listKeys();
    document.getElementById("keys-off").checked = off();
    document.getElementById("keys").showModal();
  }

  function onKey(event) {
    const dialog = document.getElementById("keys");
    if (event.isComposing || event.altKey || event.metaKey || dialog.open) return;
    const target = event.target;
    if (event.ctrlKey) {
      const mark = document.getElementById("mark");
      if (event.key === "Enter" && mark) {
        event.preventDefault();
        mark.requestSubmit(mark.querySelector("[data-key=Enter]"));
      }
      return;
    }
    if (writing(target)) {
      if (event.key === "Escape") target.blur();
      return;
    }
    if (event.key === "?") {
      event.preventDefault();
      openKeys();
      return;
    }
    if (off()) return;
    // Enter and the space bar belong to what has the focus.
    if ((event.key === "Enter" || event.key === " ") && target.matches("a, button, summary, input")) return;
    if ((underway || waiting.length) && meant(event.key)) {
      event.preventDefault();
      waiting.push(event.key);
      return;
    }
    const element = reached(event.key);
    if (!element) return;
    event.preventDefault();
    act(element);
  }

  function onClick(event) {
    const button = event.target.closest("[data-points], [data-comment], #keys-button");
    if (!button) return;
    if (button.id === "keys-button") {
      openKeys();
      return;
    }
    const field = document.getElementById("points" in button.dataset ? "points" : "comment");
    const words = button.dataset.points ?? button.dataset.comment;
    field.value = "points" in button.dataset || !field.value.trim() ? words : `${field.value.trimEnd()}\n${words}`;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt } = event.detail.requestConfig;
    if (!elt.matches("#mark, .rubric-form")) return;
    underway += 1;
    if (elt.id === "mark") unsaved = false;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { xhr, requestConfig } = event.detail;
    const { elt } = requestConfig; // detail.elt is another one where it was exchanged
    if (!elt.matches("#mark, .rubric-form")) return;
    underway -= 1;
    if (xhr.status !== 200 && xhr.status !== 204 || xhr.getResponseHeader("hx-retarget")) {
      waiting.length = 0; // what could not be saved is to be seen first
      unsaved = elt.id === "mark" && ![200, 409, 422].includes(xhr.status);
    }
    setTimeout(free, SETTLED_MS);
  });
  document.addEventListener("input", (event) => {
    if (event.target.closest("#mark") === form()) unsaved = Boolean(form());
  });
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("click", onLink, true);
  addEventListener("pagehide", () => {
    if (form() && (unsaved || underway)) fetch(form().action, { method: "POST", body: values(), keepalive: true });
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("change", (event) => {
    if (event.target.id !== "keys-off") return;
    if (event.target.checked) localStorage.setItem(OFF, "yes");
    else localStorage.removeItem(OFF);
  });
  for (const kind of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(kind, () => {
      const saved = document.getElementById("saved");
      if (!saved) return;
      saved.classList.add("problem");
      saved.textContent = "Not saved: grader review does not answer. What you wrote still stands in the field.";
    });
  }
  document.addEventListener("htmx:beforeSwap", (event) => {
    // What could not be saved is told where it was typed.
    if ([409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
})();
