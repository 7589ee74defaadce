// Shows the evidence behind a citation beside it. Without this script the citation leads to the same card below.
(() => {
  "use strict";
  const SHOW_MS = 110, HIDE_MS = 240;
  const peek = document.createElement("div");
  peek.id = "peek";
  peek.tabIndex = -1;
  peek.setAttribute("role", "dialog");
  peek.setAttribute("aria-label", "Evidence");
  if ("popover" in peek) peek.popover = "manual"; else peek.hidden = true;
  document.body.append(peek);
  let cite = null, pinned = false, timer = 0;

  const later = (act, ms) => { clearTimeout(timer); timer = setTimeout(act, ms); };
  const citation = (target) => target instanceof Element ? target.closest(".cite") : null;

  function fill(card) {
    const copy = card.cloneNode(true);
    const finding = card.closest(".note").querySelector(".finding");
    const close = document.createElement("button");
    close.className = "close";
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => hide(true));
    const back = copy.querySelector(".back");
    const number = document.createElement("b");
    number.className = "back";
    number.textContent = back.textContent;
    back.replaceWith(number);
    for (const named of [copy, ...copy.querySelectorAll("[id]")]) named.removeAttribute("id");
    peek.replaceChildren(close, copy);
    if (finding) peek.append(finding.cloneNode(true));
    peek.scrollTop = 0;
  }

  function place() {
    const at = cite.getBoundingClientRect(), margin = 12, gap = 8;
    const width = peek.offsetWidth, height = peek.offsetHeight;
    const column = document.querySelector("main").getBoundingClientRect();
    const left = Math.max(margin, Math.min(at.left - 40, column.right - width));
    const below = at.bottom + gap + height <= innerHeight || at.top < height + gap;
    const top = below ? at.bottom + gap : at.top - gap - height;
    peek.style.setProperty("--x", `${left + scrollX}px`);
    peek.style.setProperty("--y", `${top + scrollY}px`);
    const sheet = getComputedStyle(peek).position === "fixed" ? at.bottom + 2 * margin - (innerHeight - height) : 0;
    if (sheet > 0) scrollBy({ top: sheet });
  }

  function show(next) {
    clearTimeout(timer);
    const card = document.getElementById(next.hash.slice(1));
    if (!card || cite === next) return;
    hide(false);
    cite = next;
    cite.setAttribute("aria-expanded", "true");
    fill(card);
    if (peek.showPopover) peek.showPopover(); else peek.hidden = false;
    place();
  }

  function hide(refocus) {
    clearTimeout(timer);
    if (!cite) return;
    const left = cite;
    cite = null;
    pinned = false;
    left.removeAttribute("aria-expanded");
    if (refocus && peek.contains(document.activeElement)) left.focus({ preventScroll: true });
    if (peek.hidePopover) peek.hidePopover(); else peek.hidden = true;
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse" || pinned) return;
    const over = citation(event.target);
    if (over) later(() => show(over), SHOW_MS);
    else if (peek.contains(event.target)) clearTimeout(timer);
    else if (cite && cite !== document.activeElement) later(() => hide(false), HIDE_MS);
    else if (!cite) clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const focused = citation(event.target);
    if (focused && focused.matches(":focus-visible")) show(focused);
    else if (cite && !focused && !peek.contains(event.target)) hide(false);
  });
  document.addEventListener("click", (event) => {
    const clicked = citation(event.target);
    if (!clicked) {
      if (cite && !peek.contains(event.target)) hide(false);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (cite === clicked && pinned) return hide(true);
    show(clicked);
    pinned = true;
    if (event.detail === 0) peek.focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && cite) hide(true);
  });
  addEventListener("resize", () => { if (cite) place(); });
})();
