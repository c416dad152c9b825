/* Comfort only: every page works without this file.
   1. Keys on the decide page, only while the panel itself has the focus and only when switched on.
   2. A progress page that reloads itself. */
"use strict";
(() => {
  const panel = document.getElementById("paneel");
  if (panel && panel.dataset.keys === "aan") {
    const cameForCase = location.hash === "" || location.hash === "#paneel";
    if (cameForCase && !document.querySelector("[role=alert]")) panel.focus({ preventScroll: true });
    panel.addEventListener("keydown", (event) => {
      if (event.target !== panel) return;
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
      if (event.key === "ArrowRight" || event.key === "ArrowLeft") return turn(event);
      const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
      if (!target) return;
      event.preventDefault();
      if (needsReason(target)) return document.getElementById("reden").focus();
      target.click();
    });
  }

  function needsReason(button) {
    const reason = document.getElementById("reden");
    if (!reason || !reason.dataset.needed) return false;
    return reason.dataset.needed === button.value && reason.value.trim() === "";
  }

  function turn(event) {
    const tabs = [...panel.querySelectorAll(".tabs a")];
    const at = tabs.findIndex((tab) => tab.hasAttribute("aria-current"));
    const next = tabs[at + (event.key === "ArrowRight" ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.click();
  }

  /* One decision a click: a second press while the first is on its way sends nothing. */
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent === "ja") return event.preventDefault();
      form.dataset.sent = "ja";
    });
  }
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  const progress = document.querySelector("[data-refresh]");
  if (progress) setTimeout(() => location.reload(), 1000 * Number(progress.dataset.refresh));
})();
