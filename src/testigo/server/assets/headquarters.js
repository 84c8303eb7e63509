// What pages of headquarters do beside being pages: progress, typing by keyboard, an image that turns and grows.
// Each of them works without this, with more keys pressed. Nothing here makes HTML of a text.
"use strict";

function follow(card) {
  const bar = card.querySelector("progress");
  const text = card.querySelector("[data-far]");
  async function ask() {
    try {
      const answer = await fetch(`/work/${card.dataset.work}/state`, { cache: "no-store" });
      const state = await answer.json();
      if (state.over) {
        location.reload();
        return;
      }
      if (state.total) {
        bar.max = state.total;
        bar.value = state.done;
        text.textContent = `${state.done} / ${state.total}`;
      }
    } catch {
      // headquarters is busy or gone: asked again
    }
    setTimeout(ask, 400);
  }
  setTimeout(ask, 200);
}

function typing(form) {
  const fields = [...form.querySelectorAll("input:not([type=hidden]):not([type=search]), select")];
  const sum = form.querySelector("[data-sum]");
  function add() {
    const votes = [...form.querySelectorAll("[data-vote]")].map((field) => Number(field.value));
    sum.textContent = String(votes.filter(Number.isSafeInteger).reduce((one, other) => one + other, 0));
  }
  form.addEventListener("input", add);
  form.addEventListener("keydown", (event) => {
    const at = fields.indexOf(event.target);
    const to = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || to === undefined || (event.target.tagName === "SELECT" && event.key !== "Enter")) {
      return;
    }
    const next = fields[at + to];
    event.preventDefault();
    if (next === undefined && event.key === "Enter") {
      form.requestSubmit(); // the last field
      return;
    }
    if (next !== undefined) {
      next.focus();
      if (next.select) {
        next.select();
      }
    }
  });
  const first = fields.find((field) => !field.value) || fields[0];
  first.focus();
  add();
}

class Viewer extends HTMLElement {
  connectedCallback() {
    const image = this.querySelector("img");
    if (!image) {
      return;
    }
    let size = 1;
    let turns = 0;
    this.tabIndex = 0;
    const show = () => {
      image.style.inlineSize = `${size * 100}%`;
      image.style.maxInlineSize = "none";
      image.style.rotate = `${turns * 90}deg`;
    };
    this.addEventListener("keydown", (event) => {
      const steps = { "+": () => (size = Math.min(6, size * 1.25)), "-": () => (size = Math.max(0.5, size / 1.25)) };
      steps.r = () => (turns = (turns + 1) % 4);
      steps["0"] = () => ((size = 1), (turns = 0));
      const step = steps[event.key];
      if (step) {
        event.preventDefault();
        step();
        show();
      }
    });
  }
}

function stations(place) {
  const ask = place.querySelector("input");
  const list = place.querySelector("[data-found]");
  const field = document.querySelector("#station");
  let latest = 0;
  ask.addEventListener("input", async () => {
    latest += 1;
    const mine = latest;
    const headers = { Accept: "application/json" };
    const answer = await fetch(`/stations?q=${encodeURIComponent(ask.value)}`, { headers });
    const found = (await answer.json()).stations;
    if (mine !== latest) {
      return; // a later question was asked meanwhile
    }
    list.replaceChildren(
      ...found.map((one) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "s";
        button.textContent = [one.station, one.place, one.area].filter(Boolean).join(" · ");
        button.addEventListener("click", () => {
          field.value = one.station;
          place.open = false;
          field.focus();
        });
        item.append(button);
        return item;
      }),
    );
  });
}

function night(screen) {
  const events = new EventSource("/night/live");
  events.onmessage = (event) => {
    const now = JSON.parse(event.data);
    for (const figure of document.querySelectorAll("[data-live]")) {
      figure.textContent = now[figure.dataset.live] ?? figure.textContent;
    }
    for (const tile of screen.querySelectorAll("[data-place]")) {
      const [share, height, isLow] = now.places[tile.dataset.place] ?? [];
      if (share !== undefined) {
        tile.querySelector("span").textContent = share;
        const fill = tile.querySelector("rect");
        fill.setAttribute("height", `${height}%`);
        fill.setAttribute("y", `${100 - height}%`);
        tile.classList.toggle("low2", isLow);
      }
    }
  };
}

customElements.define("t-viewer", Viewer);
document.querySelectorAll("[data-work]").forEach(follow);
document.querySelectorAll("[data-stations]").forEach(stations);
document.querySelectorAll("[data-night]").forEach(night);
document.querySelectorAll("[data-typing]").forEach(typing);
