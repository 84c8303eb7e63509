// "Check this form": holds a machine code, or typed figures, against what is published, on the reader's own
// device. In words: spec/check-form.md; the same vectors hold testigo.forms.machine_code and this file.
(function () {
  "use strict";
  var testigo = window.testigo, element = testigo.element;
  var LONGEST = 4096;

  // A text -> {station, figures}, or null where it is no machine code of this form.
  function readCode(form, text) {
    var code = form.code;
    if (!code || text.length > LONGEST) return null;
    var found = new RegExp(code.pattern, "u").exec(text);
    if (!found) return null;
    var groups = found.groups || {}, figures = {}, i;
    if (code.lines !== null) {
      var numbers = groups[code.lines].split(code.separator);
      if (numbers.length !== code.ballot.length) return null;
      for (i = 0; i < numbers.length; i++) figures[code.ballot[i]] = numbers[i];
    }
    code.fields.forEach(function (field) { figures[field[1]] = groups[field[0]]; });
    for (var column in figures) {
      if (!/^[0-9]{1,12}$/.test(figures[column])) return null;
      figures[column] = Number(figures[column]);
    }
    return {
      station: code.station.map(function (part) { return part[0] + (part[1] === null ? "" : groups[part[1]] || ""); }).join(""),
      figures: figures
    };
  }

  // A total that was not read is the sum of its parts, where all of them are known. Nothing is repaired.
  function completed(form, figures) {
    var known = Object.assign({}, figures);
    form.sums.forEach(function (sum) {
      var parts = sum[1].map(function (part) { return known[part]; });
      if (known[sum[0]] === undefined && parts.every(function (part) { return part !== undefined; })) {
        known[sum[0]] = parts.reduce(function (a, b) { return a + b; }, 0);
      }
    });
    return known;
  }

  // What is read beside what is published -> {answer, compared, differs: [[column, read, published]]}.
  function compare(form, read, published) {
    if (!Array.isArray(published)) return { answer: "unknown", status: published || null, compared: 0, differs: [] };
    var known = completed(form, read), compared = 0, differs = [];
    form.columns.forEach(function (column, place) {
      if (known[column] === undefined || published[place] === null) return;
      compared++;
      if (known[column] !== published[place]) differs.push([column, known[column], published[place]]);
    });
    return { answer: !compared ? "nothing" : differs.length ? "differs" : "same", compared: compared, differs: differs };
  }
  testigo.check = { readCode: readCode, completed: completed, compare: compare };

  var page = document.getElementById("check");
  if (!page) return;
  var root = page.getAttribute("data-root"), language = document.documentElement.lang;
  var out = document.getElementById("answer"), paste = document.getElementById("paste"), typed = document.getElementById("typed");
  var forms, words;

  function fileOf(station) {
    var name = null;
    forms.files.forEach(function (file) { if (file[0] <= station) name = file[1]; });
    return name;
  }
  function published(station) {
    var name = fileOf(station);
    if (!name) return Promise.resolve(null);
    return testigo.load(name).then(function (file) {
      return Object.prototype.hasOwnProperty.call(file, station) ? file[station] : null;
    });
  }
  function figure(number) { return element("td", String(number), { "class": "r" }); }
  function label(form, column) {
    var found = form.labels[language].filter(function (pair) { return pair[0] === column; })[0];
    return found ? found[1] : column;
  }
  function answer(kind, heading, texts, extra) {
    out.textContent = "";
    var box = element("div", null, { "class": kind === "same" || kind === "unknown" ? "box" : "alert" });
    box.appendChild(element("h2", heading));
    texts.filter(Boolean).forEach(function (text) { box.appendChild(element("p", text, { "class": "gap" })); });
    (extra || []).forEach(function (one) { box.appendChild(one); });
    out.appendChild(box);
  }
  function numbered(text, number) { return text.replace("#", String(number)); }
  function table(form, rows) {
    var made = element("table", null, { "class": "gap" }), head = element("tr"), body = element("tbody");
    made.appendChild(element("caption", words["check.differences"], { "class": "vh" }));
    [["check.figure", ""], ["check.yours", "r"], ["check.published", "r"]].forEach(function (cell) {
      head.appendChild(element("th", words[cell[0]], { scope: "col", "class": cell[1] }));
    });
    rows.forEach(function (row) {
      var line = element("tr");
      line.appendChild(element("th", label(form, row[0]), { scope: "row" }));
      line.appendChild(figure(row[1]));
      line.appendChild(figure(row[2]));
      body.appendChild(line);
    });
    var top = element("thead");
    top.appendChild(head);
    made.appendChild(top);
    made.appendChild(body);
    return made;
  }
  function show(form, number, station, read) {
    return published(station).then(function (found) {
      var name = element("p", null, { "class": "gap" });
      if (found) {
        var to = element("a", words["check.see"] + " ", { href: root + language + "/" + found[0] + "/stations/" + found[1] + ".html" });
        to.appendChild(element("bdi", station, { "class": "mono", dir: "ltr" }));
        name.appendChild(to);
      } else name.appendChild(element("bdi", station, { "class": "mono", dir: "ltr" }));
      if (!found) { answer("unknown", words["check.unknown"], [words["check.unknown.station"]], [name]); return; }
      var came = compare(form, read, found[2][number]);
      var lines = Object.keys(read).some(function (column) { return column.indexOf("line_") === 0; });
      var without = lines && !form.columns.some(function (column) { return column.indexOf("line_") === 0; });
      var note = without ? words["check.no_lines"] : "";
      if (came.answer === "unknown") answer("unknown", words["check.unknown"], [words["check.unknown.form"]], [name]);
      else if (came.answer === "nothing") answer("error", words["check.nothing"], [words["check.nothing.text"]], [name]);
      else if (came.answer === "same") answer("same", numbered(words["check.same"], came.compared), [note, words["check.same.text"]], [name]);
      else answer("differs", numbered(numbered(words["check.differs"], came.differs.length), came.compared),
        [note, words["check.differs.text"]], [table(form, came.differs), name]);
    });
  }
  function failed() { answer("error", page.getAttribute("data-failed"), []); }

  function checkText(event) {
    event.preventDefault();
    var text = document.getElementById("code").value.trim(), number = -1, read = null;
    forms.contests.forEach(function (form, i) { if (!read && (read = readCode(form, text))) number = i; });
    if (!read) { answer("error", words["check.not_a_form"], [words["check.not_a_form.text"]]); return; }
    show(forms.contests[number], number, read.station, read.figures).catch(failed);
  }
  function checkTyped(event) {
    event.preventDefault();
    var number = Number(typed.getAttribute("data-contest")), read = {}, wrong = [];
    [].forEach.call(typed.querySelectorAll("input[data-column]"), function (field) {
      var text = field.value.trim();
      if (text && !/^[0-9]{1,9}$/.test(text)) wrong.push(field);
      else if (text) read[field.getAttribute("data-column")] = Number(text);
      field.removeAttribute("aria-invalid");
    });
    wrong.forEach(function (field) { field.setAttribute("aria-invalid", "true"); });
    if (wrong.length) { answer("error", words["check.digits"], [words["check.digits.text"]]); wrong[0].focus(); return; }
    show(forms.contests[number], number, document.getElementById("station").value.trim(), read).catch(failed);
  }
  function fields(number) {
    var holder = document.getElementById("figures"), form = forms.contests[number];
    typed.setAttribute("data-contest", String(number));
    holder.textContent = "";
    form.labels[language].filter(function (pair) { return form.columns.indexOf(pair[0]) >= 0; }).forEach(function (pair) {
      var line = element("p", null, { "class": "pair" });
      line.appendChild(element("label", pair[1], { "for": "f-" + pair[0] }));
      line.appendChild(element("input", null, { id: "f-" + pair[0], "data-column": pair[0], inputmode: "numeric", autocomplete: "off" }));
      holder.appendChild(line);
    });
  }
  function contests() {
    if (forms.contests.length < 2) return;
    var choice = element("select", null, { id: "contest" });
    forms.contests.forEach(function (form, i) { choice.appendChild(element("option", form.names[language], { value: String(i) })); });
    choice.addEventListener("change", function () { fields(Number(choice.value)); });
    typed.insertBefore(choice, typed.firstChild);
    typed.insertBefore(element("label", words["check.contest"], { "for": "contest" }), choice);
  }
  Promise.all([testigo.load("check-forms"), testigo.words()]).then(function (got) {
    forms = got[0];
    words = got[1];
    contests();
    fields(0);
    paste.addEventListener("submit", checkText);
    typed.addEventListener("submit", checkTyped);
    paste.hidden = !forms.contests.some(function (form) { return form.code; });
    typed.hidden = false;
    document.getElementById("by-eye").hidden = true;
  }).catch(failed);
})();
