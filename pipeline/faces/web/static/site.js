// Asks, refreshes, and shows how a job goes, through the HTTP API. Text from there is only ever set as text.
(() => {
  "use strict";
  const LABELS = { supported: "supported", partial: "partly supported", contradicted: "contradicted", unsupported: "not supported", unjudged: "not judged" };
  const ENDS = ["done", "failed", "cancelled", "interrupted"];
  const SHOWN_CLAIMS = 60;
  const $ = (selector, within = document) => within.querySelector(selector);

  const made = (name, text, kind) => {
    const element = document.createElement(name);
    element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };

  function complain(message, within = document) {
    const alert = $(".alert", within) || $(".alert");
    if (!alert) return;
    alert.textContent = message;
    alert.hidden = false;
  }

  async function call(method, address, body) {
    const request = { method, headers: { accept: "application/json" } };
    if (method === "POST") {
      request.headers["content-type"] = "application/json";
      request.headers["idempotency-key"] = Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(16)).join("");
      request.body = JSON.stringify(body);
    }
    let answer;
    try { answer = await fetch(address, request); } catch { throw new Error("The server cannot be reached. Is it still running?"); }
    const reply = await answer.json().catch(() => ({}));
    if (answer.ok) return reply;
    const told = reply.error?.message || reply.detail || `The server answered ${answer.status}.`;
    const wait = answer.headers.get("retry-after");
    throw new Error(typeof told === "string" ? told + (answer.status === 429 && wait ? ` (in about ${wait} s)` : "") : "That cannot be asked like this.");
  }

  // The page of a job leads on by itself once the job is done.
  const follow = (job) => location.assign(`/jobs/${encodeURIComponent(job.id)}`);

  async function busy(button, act, within) {
    button.disabled = true;
    try { await act(); } catch (error) { complain(error.message, within); } finally { button.disabled = false; }
  }

  // Asking.

  const form = $("#ask");
  if (form) {
    const box = $("#question");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const order = { question: box.value, fresh: $("#fresh").checked };
      if ($("#as-of").value) order.as_of = $("#as-of").value;
      busy($("button.main", form), async () => follow(await call("POST", "/api/ask", order)), form);
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
  }

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const asked = event.target.closest("[data-ask]");
    const refreshed = event.target.closest("[data-refresh]");
    const panel = event.target.closest("[data-panel]");
    if (asked) {
      event.preventDefault();
      call("POST", "/api/ask", { question: asked.dataset.ask }).then(follow, () => location.assign(asked.href));
    } else if (refreshed) {
      const id = refreshed.dataset.refresh;
      busy(refreshed, async () => (id ? follow(await call("POST", "/api/refresh", { ids: [id] })) : check()));
    } else if (panel) {
      event.preventDefault();
      open(panel.href);
    }
  });

  // Whether reports still stand.

  async function check() {
    const said = $("[data-said]");
    said.textContent = "Comparing them with the news …";
    try { await call("POST", "/api/refresh", { all: true, check: true }); } finally { said.textContent = ""; }
    location.reload();
  }

  const moved = $("[data-moved]");
  if (moved) {
    const said = $("[data-said]", moved), before = moved.closest(".freshness");
    said.textContent = "The corpus has changed since: comparing …";
    call("POST", "/api/refresh", { ids: [moved.dataset.moved], check: true }).then(
      ([found]) => (before.classList.contains(found.state) ? (said.textContent = "Compared with the news just now: nothing new.") : location.reload()),
      () => { said.textContent = "The corpus has changed since."; },
    );
  }

  // The article behind a citation, in a panel beside the report.

  async function open(address) {
    const dialog = $("#panel") || document.body.appendChild(Object.assign(document.createElement("dialog"), { id: "panel" }));
    try {
      const answer = await fetch(address, { headers: { accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const article = page.querySelector("article.source");
      if (!article) throw new Error("no article");
      const close = made("button", "Close", "close");
      const whole = made("a", "Open as a page");
      whole.href = address;
      close.addEventListener("click", () => dialog.close());
      const bar = made("p", "", "bar");
      bar.append(whole, close);
      const words = article.querySelector("#words");
      const heading = article.querySelector("h1");
      const smaller = made("h2", heading.textContent);
      smaller.id = "panel-title";
      smaller.dir = "auto";
      heading.replaceWith(smaller);
      dialog.setAttribute("aria-labelledby", "panel-title");
      dialog.replaceChildren(bar, document.adoptNode(article));
      $("#peek")?.hidePopover?.();
      dialog.showModal();
      if (words) { words.scrollIntoView({ block: "center" }); words.focus({ preventScroll: true }); }
    } catch {
      location.assign(address);
    }
  }
  document.addEventListener("click", (event) => {
    if (event.target instanceof HTMLDialogElement) event.target.close(); // a click beside it
  });

  // How a job goes.

  const page = $("#job");
  if (page && !page.hasAttribute("data-ended")) watch(page.dataset.job);

  function watch(id) {
    const state = $("#job-state"), progress = $("#job-progress"), claims = $(".claims", page), articles = $(".articles", page);
    const address = `/api/jobs/${encodeURIComponent(id)}`;
    const step = (name) => $(`[data-step="${name}"]`, page);
    const told = (name, text) => { $("[data-told]", step(name)).textContent = text; };
    const known = new Map();

    const stream = new EventSource(`${address}/events`);
    const on = (name, act) => stream.addEventListener(name, (event) => act(JSON.parse(event.data)));

    on("stage", ({ stage }) => {
      state.textContent = { reading: "Reading the corpus …", writing: "Writing …", verifying: "Checking every sentence …" }[stage] || stage;
      for (const each of page.querySelectorAll("[data-step]")) {
        if (each.getAttribute("aria-current")) each.classList.add("over");
        each.removeAttribute("aria-current");
      }
      step(stage)?.setAttribute("aria-current", "step");
    });
    on("questions", ({ questions }) => told("writing", `asking further: ${questions.join(" ")}`));
    on("passages", ({ passages, articles: found }) => {
      told("reading", `${passages} passages of ${found.length} articles`);
      articles.replaceChildren(...found.map((each) => {
        const item = made("li", "");
        const link = made("a", each.title);
        link.href = `/articles/${encodeURIComponent(each.article_id)}`;
        link.dir = "auto";
        item.append(link, made("span", each.publisher, "meta"));
        return item;
      }));
    });
    on("claim", ({ text, shown, label, reason, done, total }) => {
      told("verifying", `${done} of ${total}`);
      progress.max = Math.max(total, 1);
      progress.value = done;
      const item = known.get(text) || made("li", "");
      known.set(text, item);
      const mark = made("b", LABELS[label] || label, `label ${label}`);
      const words = made("span", text);
      words.dir = "auto";
      item.className = shown ? "" : "dropped";
      item.replaceChildren(words, mark);
      if (!shown && reason) item.append(made("span", reason, "meta"));
      claims.prepend(item);
      while (claims.children.length > SHOWN_CLAIMS) claims.lastChild.remove();
    });
    on("refreshed", ({ id: name, state: found, action }) => {
      const item = made("li", "");
      const link = made("a", name);
      link.href = `/reports/${encodeURIComponent(name)}`;
      item.append(link, made("span", `${found}: ${action}`, "meta"));
      claims.prepend(item);
    });
    for (const name of ENDS) on(name, ended);

    function ended() {
      stream.close();
      location.reload();
    }
    stream.addEventListener("error", () => {
      if (stream.readyState === EventSource.CLOSED) complain("The server tells no more of this. Reload the page to see where it stands.");
    });
    $("#job-cancel").addEventListener("click", (event) => busy(event.target, async () => {
      state.textContent = "Cancelling …";
      await call("DELETE", address);
    }));
  }
})();
