// The search: looks through the files that publication/search_data.py writes. In words: spec/search.md.
(function () {
  "use strict";
  var testigo = window.testigo, element = testigo.element;
  var MOST = 20, PAUSE = 250;

  // Is `word` written in `line`, or something one letter away: another, one more, one less, two swapped?
  // One letter or two neighbours change at most two of its three parts: a line without any part is passed over.
  function nearly(line, word) {
    var third = Math.floor(word.length / 3);
    if (line.indexOf(word.slice(0, third)) < 0 && line.indexOf(word.slice(third, -third)) < 0 && line.indexOf(word.slice(-third)) < 0) return false;
    return line.split(" ").some(function (other) { return isNear(word, other); });
  }
  function isNear(one, two) {
    if (Math.abs(one.length - two.length) > 1) return false;
    var from = 0, shorter = Math.min(one.length, two.length);
    while (from < shorter && one[from] === two[from]) from++;
    var end = 0;
    while (end < shorter - from && one[one.length - 1 - end] === two[two.length - 1 - end]) end++;
    var a = one.slice(from, one.length - end), b = two.slice(from, two.length - end);
    return (a.length <= 1 && b.length <= 1) || (a.length === 2 && b.length === 2 && a === b[1] + b[0]);
  }

  // Which of `lines` have every word; `above[i]` says which words the places above line i have.
  function find(lines, words, above, has) {
    var found = [];
    for (var i = 0; i < lines.length; i++) {
      var own = 0, all = true;
      for (var w = 0; w < words.length && all; w++) {
        if (has(lines[i], words[w])) own++;
        else all = above !== null && above(i, w);
      }
      if (all && own) found.push(i);
    }
    return found;
  }
  function written(line, word) { return line.indexOf(word) >= 0; }

  // Words of a code that was typed in one piece: 15070200502 is also looked for as 150702005 02.
  function apart(words) {
    return words.length === 1 && /^[0-9]{6,}$/.test(words[0])
      ? [words[0].slice(0, -2), words[0].slice(-2)] : null;
  }
  function spellings(words, near) {
    var halves = apart(words), long = words.every(function (word) { return word.length > 3 && !/[0-9]/.test(word); });
    var found = [[words, written]];
    if (halves) found.push([halves, written]);
    return near ? (long ? [[words, nearly]] : []) : found;
  }

  function Index(places, file) {
    this.places = places.jurisdictions;
    this.lines = this.places.map(function (place) { return place[0]; });
    this.rows = file ? file.rows : [];
    this.rowLines = file ? file.words.split("\n") : [];
  }
  Index.prototype.above = function (words, has) {
    var lines = this.lines, places = this.places;
    return words.map(function (word) {
      var known = [];
      return function has_it(number) {
        if (number < 0) return false;
        if (known[number] === undefined) known[number] = has(lines[number], word) || has_it(places[number][3]);
        return known[number];
      };
    });
  };
  Index.prototype.query = function (text, near) {
    var words = testigo.searchForm(text).split(" ").filter(Boolean);
    if (!words.length) return null;
    var tries = spellings(words, near), rows = this.rows, places = this.places;
    for (var t = 0; t < tries.length; t++) {
      var wanted = tries[t][0], has = tries[t][1], above = this.above(wanted, has);
      var jurisdictions = find(this.lines, wanted, function (i, w) { return above[w](places[i][3]); }, has);
      var polling = find(this.rowLines, wanted, function (i, w) { return above[w](rows[i][2]); }, has);
      if (jurisdictions.length || polling.length) {
        return { words: wanted, near: has === nearly, jurisdictions: jurisdictions, polling: polling };
      }
    }
    return { words: words, near: false, jurisdictions: [], polling: [] };
  };
  testigo.SearchIndex = Index;

  var form = document.getElementById("search");
  if (!form) return;
  var field = form.querySelector("input"), list = document.getElementById("found"), said = document.getElementById("found-count");
  var root = form.getAttribute("data-root"), folder = form.getAttribute("data-folder");
  var language = document.documentElement.lang, loaded = null, words = null, choice = null;
  form.hidden = false;

  function load() {
    if (!loaded) {
      loaded = Promise.all([testigo.load("search-places"), testigo.words()]).then(function (got) {
        words = got[1];
        var files = got[0].files;
        if (files.length > 1) choose(files);
        var own = files.filter(function (file) { return file[2] === folder; })[0];
        var first = files.length === 1 ? files[0] : own;
        if (choice && own) choice.value = own[0];
        return first ? testigo.load(first[0]).then(function (file) { return new Index(got[0], file); }) : new Index(got[0], null);
      });
    }
    return loaded;
  }
  // Above 50,000 polling places the reader says in which part of the country to look for one.
  function choose(files) {
    choice = element("select", null, { id: "search-in" });
    choice.appendChild(element("option", words["search.everywhere"], { value: "" }));
    files.forEach(function (file) { choice.appendChild(element("option", file[1], { value: file[0] })); });
    form.insertBefore(element("label", words["search.in"], { "for": "search-in" }), form.querySelector("button"));
    form.insertBefore(choice, form.querySelector("button"));
    choice.addEventListener("change", function () {
      loaded = testigo.load("search-places").then(function (places) {
        return choice.value ? testigo.load(choice.value).then(function (file) { return new Index(places, file); }) : new Index(places, null);
      });
      look();
    });
  }

  function called(names) { return typeof names === "string" ? names : names[language] || names[""]; }
  function link(text, path) { return element("a", text, { href: root + language + "/" + path }); }
  function chain(index, number) {
    var names = [];
    for (; number > 0 && index.places[number][3] >= 0; number = index.places[number][3]) names.push(called(index.places[number][1]));
    return names.join(", ");
  }
  function jurisdiction(index, number) {
    var item = element("li"), place = index.places[number];
    item.appendChild(link(called(place[1]), place[2]));
    if (place[3] >= 0) item.appendChild(element("small", chain(index, place[3])));
    return item;
  }
  function stationsOf(row) {
    return row[3].map(function (written) {
      if (Array.isArray(written)) return written;
      var code = written[0] === "~" ? row[0] + written.slice(1) : written;
      return [code, code];
    });
  }
  // The stations whose own part of the code is one of the words, such as 02 of 150702005.02.
  function askedFor(row, stations, asked) {
    var place = testigo.searchForm(row[0]).length;
    return stations.filter(function (station) {
      return asked.indexOf(testigo.searchForm(station[0]).slice(place).trim()) >= 0;
    });
  }
  function polling(index, number, asked) {
    var row = index.rows[number], item = element("li"), name = element("span");
    if (row[1]) name.appendChild(element("b", row[1] + " "));
    name.appendChild(element("bdi", row[0], { "class": "mono", dir: "ltr" }));
    item.appendChild(name);
    item.appendChild(element("small", chain(index, row[2])));
    var stations = element("ul", null, { "class": "links" }), all = stationsOf(row), exact = askedFor(row, all, asked);
    (exact.length ? exact : all).forEach(function (station) {
      var one = element("li"), to = link(null, index.places[row[2]][4] + "/stations/" + station[1] + ".html");
      to.appendChild(element("bdi", station[0], { "class": "mono", dir: "ltr" }));
      one.appendChild(to);
      stations.appendChild(one);
    });
    item.appendChild(stations);
    return item;
  }
  function say(text, number) {
    said.textContent = text;
    if (number !== undefined) { said.appendChild(document.createTextNode(" ")); said.appendChild(element("bdi", String(number))); }
  }
  function show(index, found) {
    list.textContent = "";
    if (!found) { say(""); return; }
    var count = found.jurisdictions.length + found.polling.length;
    say(words[count ? (found.near ? "search.near" : "search.found") : "search.none"], count || undefined);
    found.jurisdictions.slice(0, MOST).forEach(function (number) { list.appendChild(jurisdiction(index, number)); });
    found.polling.slice(0, Math.max(0, MOST - found.jurisdictions.length)).forEach(function (number) {
      list.appendChild(polling(index, number, found.words));
    });
    if (count > MOST) list.appendChild(element("li", words["search.more"]));
  }
  function look() {
    var text = field.value;
    load().then(function (index) {
      if (text !== field.value) return;
      var found = index.query(text, false);
      show(index, found);
      // What is only nearly so takes longer to find: not while a reader still types.
      if (found && !found.jurisdictions.length && !found.polling.length) {
        setTimeout(function () { if (text === field.value) show(index, index.query(text, true)); }, PAUSE);
      }
    },
      function () { say(form.getAttribute("data-failed")); loaded = null; });
  }
  field.addEventListener("focus", load);
  field.addEventListener("input", look);
  form.addEventListener("submit", function (event) { event.preventDefault(); look(); });
})();
