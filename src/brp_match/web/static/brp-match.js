/* Comfort only: every page works without this file.
   1. Keys on the decide page, only while the panel itself has the focus and only when switched on; the page tells
      when they do not work, and Esc brings the focus back.
   2. One click sends one form, and one that takes long says so; what is wrong with a form gets the focus.
   3. How far a delivery is, and that it is done, on any page.
   4. A warning before the session ends; a reason that was typed is not lost. */
"use strict";
(() => {
  const WAITED = "levering";
  const panel = document.getElementById("paneel");
  const wrong = document.querySelector("main [role=alert][tabindex]");
  if (wrong) wrong.focus();
  const reason = document.querySelector("[data-reason]");
  const told = document.querySelector("[data-keys-said]");
  /* The verdict that waits for its reason: Ctrl+Enter in the reason sends it. */
  let pending = null;
  if (panel && panel.dataset.keys === "aan") keys();
  else if (panel) tell("Sneltoetsen staan uit.");

  function keys() {
    const cameForCase = location.hash === "" || location.hash === "#paneel";
    if (cameForCase && !wrong) panel.focus({ preventScroll: true });
    panel.addEventListener("keydown", (event) => {
      if (event.target !== panel || event.altKey || event.metaKey || event.ctrlKey || event.repeat) return;
      if (event.key === "ArrowRight" || event.key === "ArrowLeft") return turn(event);
      const key = event.key.toLowerCase();
      if (key === "r" && reason) { event.preventDefault(); return reason.focus(); }
      if (key === "a" && also()) return event.preventDefault();
      if (choose(key)) return event.preventDefault();
      const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
      if (!target) return;
      event.preventDefault();
      if (needsReason(target)) {
        pending = target;
        say("Schrijf eerst een reden. Ctrl+Enter slaat daarna op.");
        return reason.focus();
      }
      target.click();
    });
    if (reason) reason.addEventListener("keydown", usual);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && event.target !== panel) panel.focus({ preventScroll: true });
      if (event.key !== "Enter" || !event.ctrlKey || event.target !== reason) return;
      event.preventDefault();
      if (pending && !needsReason(pending)) return pending.click();
      if (pending) return say("De reden is nog leeg.");
      panel.focus({ preventScroll: true });
      say("Uw reden staat er. Kies nu 1, 2, 3 of 4.");
    });
    const state = () => {
      const on = document.activeElement === panel;
      document.body.classList.toggle("keys-asleep", !on);
      tell(on ? "Sneltoetsen werken." : "Sneltoetsen werken nu niet: druk Esc of klik op de vergelijking.");
    };
    document.addEventListener("focusin", state);
    document.addEventListener("focusout", () => setTimeout(state));
    state();
  }

  /* A reason that is often given: the arrows walk through them, and over nothing that somebody typed. */
  function usual(event) {
    const list = JSON.parse(reason.dataset.usual || "[]");
    const at = list.indexOf(reason.value);
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || (at < 0 && reason.value !== "")) return;
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    reason.value = list[(at + step + list.length + (at < 0 && step < 0 ? 1 : 0)) % list.length];
    reason.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function tell(text) {
    const line = document.querySelector("[data-keys-state]");
    if (!line) return;
    line.hidden = false;
    line.textContent = text;
  }

  function say(text) {
    if (told) told.textContent = text;
  }

  /* What is going on: the key ticks it, and the verdict follows with its own key. */
  function choose(key) {
    const all = document.querySelectorAll("input[name=grond]");
    const one = key === "0" ? all[0] : document.querySelector(`[data-choose="${CSS.escape(key)}"]`);
    if (!one) return false;
    one.checked = true;
    one.closest("details").open = key !== "0";
    const name = one.parentElement.querySelector("span").firstChild.textContent.trim();
    say(key === "0" ? "" : `${name}: kies nu wie het is.`);
    return true;
  }

  /* The same judgement for the other signals of the page: all of them, or none. */
  function also() {
    const boxes = [...document.querySelectorAll("[data-also]")];
    const on = !boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = on;
    if (boxes.length) say(on ? `Uw oordeel geldt ook bij ${boxes.length} andere.` : "Uw oordeel geldt alleen bij deze zaak.");
    return boxes.length > 0;
  }

  function needsReason(button) {
    if (!reason || !reason.dataset.needed) return false;
    return reason.dataset.needed.split(" ").includes(button.value) && reason.value.trim() === "";
  }

  function turn(event) {
    const tabs = [...panel.querySelectorAll(".tabs a")];
    const at = tabs.findIndex((tab) => tab.hasAttribute("aria-current"));
    const next = tabs[at + (event.key === "ArrowRight" ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.click();
  }

  /* The rest of the menu closes when the eye goes elsewhere. */
  const more = document.querySelector("details.more");
  if (more) {
    document.addEventListener("click", (event) => { if (!more.contains(event.target)) more.open = false; });
    more.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      more.open = false;
      more.querySelector("summary").focus();
    });
  }

  /* One decision a click: a second press while the first is on its way sends nothing. */
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent === "ja") return event.preventDefault();
      form.dataset.sent = "ja";
      const busy = form.querySelector("[data-busy]");
      if (busy) busy.textContent = busy.dataset.busy;
    });
  }
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const busy of document.querySelectorAll("[data-busy]")) busy.textContent = "";
  });

  /* A delivery at work: its page tells how far it is without loading again, and any page tells when it is done. */
  const progress = document.querySelector("[data-progress]");
  if (progress) sessionStorage.setItem(WAITED, progress.dataset.progress);
  if (document.body.dataset.user) follow();

  async function follow() {
    const address = sessionStorage.getItem(WAITED);
    if (!address) return;
    let told;
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) return sessionStorage.removeItem(WAITED);
      told = await answer.json();
    } catch { return setTimeout(follow, 15_000); }
    const here = progress && progress.dataset.progress === address;
    if (!told.bezig) {
      sessionStorage.removeItem(WAITED);
      return here ? location.reload() : arrived(address.replace(/\/voortgang$/, ""));
    }
    if (here) {
      const bar = progress.querySelector("progress");
      const step = progress.querySelector("[data-step]");
      if (step.textContent !== told.stap) step.textContent = told.stap;
      if (told.procent === null) bar.removeAttribute("value"); else bar.value = told.procent;
      progress.querySelector("[data-left]").textContent = told.resterend;
    }
    setTimeout(follow, here ? 2000 : 10_000);
  }

  function arrived(address) {
    const box = document.createElement("div");
    box.className = "alert alert--ok";
    box.setAttribute("role", "status");
    const text = document.createElement("p");
    const link = document.createElement("a");
    link.href = address;
    link.textContent = "Bekijk de levering";
    document.getElementById("inhoud").prepend(box);
    text.append("Uw levering is klaar. ", link);
    box.append(text);
  }

  const idle = 1000 * Number(document.body.dataset.session || 0);
  if (idle) session(idle);
  drafts();

  /* The warning stands until it is answered; who types is at work and stays signed in. */
  function session(idle) {
    const box = document.getElementById("sessie");
    const before = 120_000;
    let alive = Date.now();
    const say = (when) => {
      box.hidden = when === "";
      for (const text of box.children) text.hidden = text.dataset.when !== when;
    };
    const stay = () => {
      const dot = new Image();
      dot.onload = () => { alive = Date.now(); say(""); };
      dot.onerror = () => { alive = 0; };
      dot.src = `/sessie.svg?t=${Date.now()}`;
    };
    box.querySelector("button").addEventListener("click", stay);
    box.querySelector("a").href = `/inloggen?next=${encodeURIComponent(location.pathname)}`;
    document.addEventListener("input", () => { if (Date.now() - alive > idle / 6) stay(); });
    setInterval(() => {
      const left = alive + idle - Date.now();
      if (left <= 0) say("ended");
      else if (left <= before && box.hidden) say("warning");
    }, 5000);
  }

  /* Kept in this tab only, under the name of the user, until the reason is stored or the user leaves. */
  function drafts() {
    const user = document.body.dataset.user;
    const name = `brp-match:${user}:${location.pathname}`;
    const clear = () => {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith("brp-match:")) sessionStorage.removeItem(key);
    };
    for (const form of document.querySelectorAll("form[data-logout]")) form.addEventListener("submit", clear);
    if (!user) return;
    if (document.querySelector("main .alert--ok[role=status]")) clear();
    const field = document.querySelector("[data-draft]");
    if (!field) return;
    if (field.value === "") field.value = sessionStorage.getItem(name) || "";
    field.addEventListener("input", () => sessionStorage.setItem(name, field.value));
  }
})();
