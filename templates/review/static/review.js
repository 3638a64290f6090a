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
