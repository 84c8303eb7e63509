// Handing in from a page: files or whole folders, in pieces, by the protocol of spec/receipts.md.
// A file is acknowledged or it is not; stopping, closing the lid or losing the line loses none that was, and
// the same folder given again goes on where it stopped: the salt of each file is kept until then.
"use strict";

const PIECE = 1024 * 1024;
const MOST_PIECES = 64;
const AT_ONCE = 3;

function hexadecimal(bytes) {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function digest(bytes) {
  return hexadecimal(await crypto.subtle.digest("SHA-256", bytes));
}

function saltOf(sha256) {
  const key = `salt ${sha256}`;
  let salt = localStorage.getItem(key);
  if (!salt) {
    salt = hexadecimal(crypto.getRandomValues(new Uint8Array(32)));
    localStorage.setItem(key, salt);
  }
  return salt;
}

class Sending {
  constructor(form) {
    this.form = form;
    this.token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    this.line = form.querySelector("[data-line]");
    this.bar = form.querySelector("progress");
    this.text = form.querySelector("[data-sent]");
    this.failures = form.querySelector("[data-failures]");
    this.stop = form.querySelector("[data-stop]");
    this.waiting = [];
    this.total = 0;
    this.done = 0;
    this.failed = new Map();
    this.stopped = false;
    this.stop.addEventListener("click", () => this.leave());
  }

  add(files) {
    this.waiting.push(...files);
    this.total += files.length;
    this.stopped = false;
    this.line.hidden = false;
    this.show();
    for (let at = 0; at < AT_ONCE; at += 1) {
      this.work();
    }
  }

  async work() {
    while (this.waiting.length && !this.stopped) {
      const file = this.waiting.shift();
      try {
        await this.send(file);
        this.done += 1;
      } catch (error) {
        this.fail(file, error.message);
      }
      this.show();
    }
  }

  async send(file) {
    if (file.size > PIECE * MOST_PIECES) {
      throw new Error(this.form.dataset.tooLarge);
    }
    const whole = await file.arrayBuffer();
    const pieces = new Map();
    const chunks = [];
    for (let start = 0; start === 0 || start < whole.byteLength; start += PIECE) {
      const piece = whole.slice(start, start + PIECE);
      const name = await digest(piece);
      pieces.set(name, piece);
      chunks.push(name);
    }
    const sha256 = await digest(whole);
    const asked = JSON.stringify({ salt: saltOf(sha256), sha256, chunks });
    let answer = await this.ask("POST", "/intake/submissions", asked);
    while (answer.status === 409) {
      for (const missing of (await answer.json()).missing) {
        const put = await this.ask("PUT", `/intake/chunks/${missing}`, pieces.get(missing));
        if (!put.ok) {
          throw new Error(await this.why(put));
        }
      }
      answer = await this.ask("POST", "/intake/submissions", asked);
    }
    if (!answer.ok) {
      throw new Error(await this.why(answer));
    }
  }

  async ask(method, path, body) {
    for (let wait = 500; ; wait *= 2) {
      try {
        const headers = { "X-CSRFToken": this.token, "Content-Type": "application/octet-stream" };
        return await fetch(path, { method, body, headers });
      } catch {
        if (this.stopped || wait > 8000) {
          throw new Error(this.form.dataset.noAnswer);
        }
        await new Promise((later) => setTimeout(later, wait));
      }
    }
  }

  async why(answer) {
    try {
      return (await answer.json()).problems.join(" ");
    } catch {
      return String(answer.status);
    }
  }

  fail(file, reason) {
    this.failed.set(reason, [...(this.failed.get(reason) || []), file]);
  }

  leave() {
    this.stopped = true;
    this.show();
  }

  show() {
    const failed = [...this.failed.values()].reduce((sum, files) => sum + files.length, 0);
    this.bar.max = this.total || 1;
    this.bar.value = this.done + failed;
    const left = this.total - this.done - failed;
    const words = this.stopped ? this.form.dataset.stopped : left ? this.form.dataset.running : this.form.dataset.done;
    this.text.textContent = words
      .replace("{done}", String(this.done))
      .replace("{left}", String(left + failed));
    this.failures.replaceChildren(
      ...[...this.failed].map(([reason, files]) => {
        const item = document.createElement("li");
        item.textContent = `${reason} (${files.map((file) => file.name).join(", ")})`;
        return item;
      }),
    );
  }
}

async function filesIn(entry) {
  if (entry.isFile) {
    return [await new Promise((found, failed) => entry.file(found, failed))];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((read, failed) => reader.readEntries(read, failed));
    if (!some.length) {
      return found;
    }
    for (const inner of some) {
      found.push(...(await filesIn(inner)));
    }
  }
}

function sending(form) {
  if (!window.crypto || !crypto.subtle) {
    return; // the form sends as forms do
  }
  const desk = new Sending(form);
  form.querySelectorAll("input[type=file]").forEach((input) => {
    input.hidden = false;
    input.addEventListener("change", () => {
      desk.add([...input.files]);
      input.value = "";
    });
  });
  form.querySelectorAll("[data-folder]").forEach((label) => (label.hidden = false));
  form.querySelector("[data-plain]").hidden = true;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", async (event) => {
    event.preventDefault();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
    for (const entry of entries) {
      desk.add(await filesIn(entry));
    }
  });
}

document.querySelectorAll("[data-sending]").forEach(sending);
