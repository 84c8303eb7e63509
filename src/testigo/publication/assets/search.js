// The search: looks through the files that publication/search_data.py writes. In words: spec/search.md.
(function () {
  "use strict";
  var testigo = window.testigo, element = testigo.element;
  var MOST = 20, PAUSE = 250, FILES_AT_ONCE = 3;

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
  // A short word or a number is only found as it is: one letter away are too many others.
  function isLong(word) { return word.length > 3 && !/[0-9]/.test(word); }
  function forgiving(line, word) { return isLong(word) ? nearly(line, word) : written(line, word); }

  // Words of a code that was typed in one piece: 15070200502 is also looked for as 150702005 02.
  function apart(words) {
    return words.length === 1 && /^[0-9]{6,}$/.test(words[0])
      ? [words[0].slice(0, -2), words[0].slice(-2)] : null;
  }
  function spellings(words, near) {
    var halves = apart(words), found = [[words, written]];
    if (halves) found.push([halves, written]);
    return near ? (words.some(isLong) ? [[words, forgiving]] : []) : found;
  }

  // What is looked through of a polling place: its code, its name, the rest of its stations' codes. Names share
  // words: each is spelt once.
  var spelt = {};
  function spell(word) {
    if (!Object.prototype.hasOwnProperty.call(spelt, word)) spelt[word] = testigo.searchForm(word);
    return spelt[word];
  }
  function lineOf(row) {
    var rests = row[3].map(function (station) {
      var code = Array.isArray(station) ? station[0] : station;
      if (code === row[0]) return "";
      return code[0] === "~" ? code.slice(1) : code.indexOf(row[0]) === 0 ? code.slice(row[0].length) : code;
    });
    var line = testigo.searchForm(row[0]);
    if (row[1]) line += " " + row[1].split(" ").map(spell).join(" ");
    return line + rests.map(function (rest) { return " " + spell(rest); }).join("");
  }

  // What one file holds, looked through: its polling places, and the jurisdictions that only it knows. Without
  // a file: the jurisdictions that every search knows.
  function Index(places, file) {
    var own = (file && file.jurisdictions) || [];
    this.places = places.jurisdictions.concat(own);
    this.withoutPages = places.without_pages || [];
    this.from = file ? places.jurisdictions.length : 0;
    this.lines = this.places.map(function (place) { return place[0]; });
    this.rows = file ? file.rows : [];
    this.rowLines = this.rows.map(lineOf);
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
  Index.prototype.find = function (words, has) {
    var index = this, above = this.above(words, has);
    function one(number, polling) { return { index: index, number: number, polling: polling }; }
    var jurisdictions = find(this.lines.slice(this.from), words, function (i, w) { return above[w](index.places[index.from + i][3]); }, has);
    var polling = find(this.rowLines, words, function (i, w) { return above[w](index.rows[i][2]); }, has);
    return jurisdictions.map(function (i) { return one(index.from + i, false); })
      .concat(polling.map(function (i) { return one(i, true); }));
  };

  function wordsOf(text) { return testigo.searchForm(text).split(" ").filter(Boolean); }

  // What is found in several indexes: jurisdictions first. `near`: what is only nearly written like that.
  function query(indexes, text, near) {
    var words = wordsOf(text);
    if (!words.length) return null;
    var tries = spellings(words, near);
    for (var t = 0; t < tries.length; t++) {
      var wanted = tries[t][0], has = tries[t][1], found = [];
      indexes.forEach(function (index) { found = found.concat(index.find(wanted, has)); });
      if (found.length) {
        found.sort(function (one, two) { return one.polling - two.polling; });
        return { words: wanted, near: has === forgiving, found: found };
      }
    }
    return { words: words, near: false, found: [] };
  }

  // Which files can hold what is asked: those of the areas that have most of its words whole, and those in whose
  // range of codes it is. None where they are too many: then the reader says more, or chooses an area.
  function filesFor(places, text) {
    var words = wordsOf(text), whole = words.join(" "), lines = places.jurisdictions, most = 0, best = [];
    function has(number, word) { return (" " + lines[number][0] + " ").indexOf(" " + word + " ") >= 0; }
    function isIn(number, area) {
      for (; number >= 0; number = lines[number][3]) if (number === area) return true;
      return false;
    }
    for (var i = 0; i < lines.length; i++) {
      if (!words.some(function (word) { return has(i, word); })) continue;
      var score = words.filter(function (word) {
        for (var j = i; j >= 0; j = lines[j][3]) if (has(j, word)) return true;
        return false;
      }).length;
      if (score > most) { most = score; best = []; }
      if (score === most) best.push(i);
    }
    return few(places.files.filter(function (file) {
      if (/[0-9]/.test(whole) && file[2].slice(0, whole.length) <= whole && whole <= file[3] + "\uffff") return true;
      return best.some(function (i) { return isIn(i, file[1]) || isIn(file[1], i); });
    }));
  }
  function few(files) { return files.length <= FILES_AT_ONCE ? files : []; }
  testigo.search = { Index: Index, query: query, filesFor: filesFor };

  var form = document.getElementById("search");
  if (!form) return;
  var field = form.querySelector("input"), list = document.getElementById("found"), said = document.getElementById("found-count");
  var root = form.getAttribute("data-root"), folder = form.getAttribute("data-folder");
  var language = document.documentElement.lang, started = null, words = null, choice = null, indexes = {};
  form.hidden = false;

  // The jurisdictions, and which files there are; where there is one, that too.
  function start() {
    if (!started) {
      started = Promise.all([testigo.load("search-places"), testigo.words()]).then(function (got) {
        words = got[1];
        indexes[""] = indexes[""] || new Index(got[0], null);
        if (got[0].files.length > 1 && !choice) choose(got[0]);
        return got[0].files.length === 1 ? bring(got[0], got[0].files).then(function () { return got[0]; }) : got[0];
      });
    }
    return started;
  }
  function bring(places, files) {
    return Promise.all(files.map(function (file) {
      return testigo.load(file[0]).then(function (value) { indexes[file[0]] = indexes[file[0]] || new Index(places, value); });
    }));
  }
  // Above 50,000 polling places the reader may say in which part of the country to look for one.
  function choose(places) {
    var areas = places.files.map(function (file) { return file[1]; });
    choice = element("select", null, { id: "search-in" });
    choice.appendChild(element("option", words["search.everywhere"], { value: "" }));
    areas.filter(function (area, at) { return areas.indexOf(area) === at; }).forEach(function (area) {
      var above = chain(indexes[""], places.jurisdictions[area][3]);
      choice.appendChild(element("option", called(places.jurisdictions[area][1]) + (above ? ", " + above : ""), { value: area }));
    });
    form.insertBefore(element("label", words["search.in"], { "for": "search-in" }), form.querySelector("button"));
    form.insertBefore(choice, form.querySelector("button"));
    choice.addEventListener("change", look);
  }
  function filesOf(places, text) {
    if (places.files.length === 1) return places.files;
    if (choice.value) return places.files.filter(function (file) { return String(file[1]) === choice.value; });
    var found = filesFor(places, text);
    return found.length ? found : few(places.files.filter(function (file) { return places.jurisdictions[file[1]][4] === folder; }));
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
      var one = element("li"), place = index.places[row[2]];
      // A station without a page of its own stands on the page of its place.
      var to = link(null, index.withoutPages.indexOf(place[4]) >= 0 ? place[2] : place[4] + "/stations/" + station[1] + ".html");
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
  function show(found, files) {
    list.textContent = "";
    if (!found) { say(""); return; }
    var count = found.found.length;
    say(words[count ? (found.near ? "search.near" : "search.found") : "search.none"], count || undefined);
    if (!files.length) said.appendChild(document.createTextNode(" " + words["search.area"]));
    found.found.slice(0, MOST).forEach(function (one) {
      list.appendChild(one.polling ? polling(one.index, one.number, found.words) : jurisdiction(one.index, one.number));
    });
    if (count > MOST) list.appendChild(element("li", words["search.more"]));
  }
  // Runs `next` after a pause, if the reader has typed no more.
  function later(text, next) { setTimeout(function () { if (text === field.value) next(); }, PAUSE); }
  function failed() { say(form.getAttribute("data-failed")); started = null; }
  function look() {
    var text = field.value;
    start().then(function (places) {
      if (text !== field.value) return;
      var files = filesOf(places, text);
      var absent = files.filter(function (file) { return !indexes[file[0]]; });
      function all() { return [indexes[""]].concat(files.map(function (file) { return indexes[file[0]]; })); }
      function answer() {
        var found = query(all(), text, false);
        show(found, files);
        // What is only nearly so takes longer to find: not while a reader still types.
        if (found && !found.found.length) later(text, function () { show(query(all(), text, true), files); });
      }
      if (absent.length) later(text, function () { bring(places, absent).then(function () { if (text === field.value) answer(); }, failed); });
      else answer();
    }, failed);
  }
  field.addEventListener("focus", function () { start().catch(failed); });
  field.addEventListener("input", look);
  form.addEventListener("submit", function (event) { event.preventDefault(); look(); });
})();
