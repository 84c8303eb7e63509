// What the scripts of the pages share. Classic script, no modules, no request but for files of this folder:
// it works from a disk. Nothing that a reader types leaves the page.
(function () {
  "use strict";
  var here = document.currentScript.src.replace(/[^/]*$/, "");
  var taken = {}, waiting = {};

  function load(name) {
    if (taken[name]) return taken[name];
    taken[name] = new Promise(function (done, failed) {
      waiting[name] = done;
      var script = document.createElement("script");
      script.src = here + name + ".js";
      script.onerror = function () { delete taken[name]; failed(new Error(name)); };
      document.head.appendChild(script);
    });
    return taken[name];
  }

  // The spelling of the search: spec/search.md, vectors/search-form, publication/spelling.py.
  var SAME = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ς": "σ", "ٱ": "ا",
    "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": "" };
  var ZEROS = [0x660, 0x6f0, 0x966, 0x9e6];
  var STRANGE = /[^a-z0-9 ]/g;

  function letter(one) {
    if (Object.prototype.hasOwnProperty.call(SAME, one)) return SAME[one];
    for (var i = 0; i < ZEROS.length; i++) {
      var digit = one.charCodeAt(0) - ZEROS[i];
      if (digit >= 0 && digit < 10) return String(digit);
    }
    return one;
  }

  function searchForm(text) {
    var apart = text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/\p{Mn}/gu, "");
    return apart.replace(STRANGE, letter).replace(/[^\p{L}\p{N}\p{Mc}]+/gu, " ").trim();
  }

  function element(tag, text, of) {
    var made = document.createElement(tag);
    if (text !== undefined && text !== null) made.textContent = text;
    if (of) for (var name in of) made.setAttribute(name, of[name]);
    return made;
  }

  window.testigo = {
    take: function (name, value) { if (waiting[name]) waiting[name](value); },
    load: load,
    searchForm: searchForm,
    element: element,
    words: function () { return load("words-" + document.documentElement.lang); }
  };
})();
