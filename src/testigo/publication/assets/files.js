// "Check the files": holds files, a folder or a ZIP against the list of a publication, on the reader's own
// device. It knows nothing of the publication that it came with: any list is checked, an older one too.
(function () {
  "use strict";
  var testigo = window.testigo, element = testigo.element;
  var LINE = /^([0-9a-f]{64}) {2}([0-9A-Za-z._\/-]+)$/, OWN = ["manifest.txt", "manifest.note"];
  var MOST = 2e9; // bytes: a browser holds no longer file at once

  function hex(buffer) {
    return Array.from(new Uint8Array(buffer), function (byte) { return (byte < 16 ? "0" : "") + byte.toString(16); }).join("");
  }
  function hash(bytes) { return crypto.subtle.digest("SHA-256", bytes).then(hex); }

  // The text of a list -> path -> hash; null where a line is none of a list.
  function parseList(text) {
    var found = Object.create(null), lines = text.split("\n");
    if (lines.pop() !== "" || !lines.length) return null;
    for (var i = 0; i < lines.length; i++) {
      var line = LINE.exec(lines[i]);
      if (!line) return null;
      found[line[2]] = line[1];
    }
    return found;
  }

  // What is held against the list: {same, moved, differ, strange, missing}, lists of paths.
  // found: path -> hash; whole: a folder or ZIP was given, so that what is not there is missing.
  function compare(list, found, whole) {
    var answer = { same: [], moved: [], differ: [], strange: [], missing: [] }, at = Object.create(null);
    Object.keys(list).forEach(function (path) { at[list[path]] = path; });
    Object.keys(found).sort().forEach(function (path) {
      if (OWN.indexOf(path) >= 0) return;
      if (list[path] === found[path]) answer.same.push(path);
      else if (list[path]) answer.differ.push(path);
      else if (!whole && at[found[path]]) answer.moved.push(at[found[path]]);
      else answer.strange.push(path);
    });
    if (whole) Object.keys(list).sort().forEach(function (path) { if (!(path in found)) answer.missing.push(path); });
    return answer;
  }

  // A ZIP -> its files as [path, function that gives the bytes]; rejects where it is none that we can read.
  function unzip(file) {
    function part(from, to) { return file.slice(from, to).arrayBuffer().then(function (bytes) { return new DataView(bytes); }); }
    function long(view, at) { return view.getUint32(at, true) + view.getUint32(at + 4, true) * 4294967296; }
    return part(Math.max(0, file.size - 66000), file.size).then(function (end) {
      for (var at = end.byteLength - 22; at >= 0 && end.getUint32(at, true) !== 0x06054b50; at--);
      if (at < 0) throw new Error("zip");
      var start = end.getUint32(at + 16, true), size = end.getUint32(at + 12, true);
      if (start !== 0xffffffff && size !== 0xffffffff) return part(start, start + size);
      if (at < 76 || end.getUint32(at - 76, true) !== 0x06064b50) throw new Error("zip");
      start = long(end, at - 76 + 48);
      return part(start, start + long(end, at - 76 + 40));
    }).then(function (central) {
      var files = [], at = 0, decoder = new TextDecoder();
      while (at + 46 <= central.byteLength && central.getUint32(at, true) === 0x02014b50) {
        var names = central.getUint16(at + 28, true), extra = central.getUint16(at + 30, true);
        var entry = { method: central.getUint16(at + 10, true), packed: central.getUint32(at + 20, true),
          length: central.getUint32(at + 24, true), from: central.getUint32(at + 42, true),
          name: decoder.decode(new Uint8Array(central.buffer, at + 46, names)) };
        for (var more = at + 46 + names, to = more + extra; more + 4 <= to; more += 4 + central.getUint16(more + 2, true)) {
          if (central.getUint16(more, true) !== 1) continue;
          var place = more + 4;
          ["length", "packed", "from"].forEach(function (field) {
            if (entry[field] === 0xffffffff) { entry[field] = long(central, place); place += 8; }
          });
        }
        if (!/\/$/.test(entry.name)) files.push([entry.name, bytesOf(entry)]);
        at += 46 + names + extra + central.getUint16(at + 32, true);
      }
      return files;
    });
    function bytesOf(entry) {
      return function () {
        if (entry.length > MOST || entry.packed > MOST) return Promise.reject(new Error("size"));
        return part(entry.from, entry.from + 30).then(function (head) {
          var from = entry.from + 30 + head.getUint16(26, true) + head.getUint16(28, true);
          var packed = file.slice(from, from + entry.packed);
          if (entry.method === 0) return packed.arrayBuffer();
          if (entry.method !== 8) throw new Error("zip");
          return new Response(packed.stream().pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer();
        });
      };
    }
  }

  // The files that were given, a folder opened -> [[path, function that gives the bytes]].
  function ofEntry(entry, above) {
    if (entry.isFile) {
      return new Promise(function (done, failed) { entry.file(done, failed); }).then(function (file) { return [pair(above + file.name, file)]; });
    }
    var reader = entry.createReader(), all = [];
    function more() {
      return new Promise(function (done, failed) { reader.readEntries(done, failed); }).then(function (some) {
        if (!some.length) return all;
        return Promise.all(some.map(function (one) { return ofEntry(one, above + entry.name + "/"); })).then(function (found) {
          found.forEach(function (each) { all = all.concat(each); });
          return more();
        });
      });
    }
    return more();
  }
  function pair(path, file) { return [path, function () { return file.arrayBuffer(); }]; }

  // The folder of the list is the publication, however deep it lies in what was given.
  function below(files) {
    var lists = files.map(function (one) { return one[0]; }).filter(function (path) { return /(^|\/)manifest\.txt$/.test(path); });
    lists = lists.filter(function (path) { return !/(^|\/)previous\/\d+\/manifest\.txt$/.test(path); });
    if (lists.length !== 1) return null;
    var folder = lists[0].slice(0, -"manifest.txt".length);
    return files.filter(function (one) { return one[0].indexOf(folder) === 0; })
      .map(function (one) { return [one[0].slice(folder.length), one[1]]; });
  }

  window.testigo.files = { parseList: parseList, compare: compare, unzip: unzip, below: below };
  var page = document.getElementById("files-check");
  if (!page) return;
  var out = document.getElementById("files-answer"), words;
  function heading(kind, text) {
    out.textContent = "";
    out.className = "gap2 " + (kind ? "answer " + kind : "");
    out.appendChild(element("h2", text));
  }
  function listed(key, paths) {
    if (!paths.length) return;
    var shown = element("ul", null, { "class": "not" });
    out.appendChild(element("p", words[key].replace("#", String(paths.length)), { "class": "gap" }));
    paths.slice(0, 50).forEach(function (path) {
      var line = element("li");
      line.appendChild(element("bdi", path, { "class": "mono", dir: "ltr" }));
      shown.appendChild(line);
    });
    out.appendChild(shown);
  }
  function check(files, whole) {
    files = below(files);
    if (!files) { heading("error", words["files.no_list"]); return null; }
    var found = Object.create(null), list = null, text = "", last = Promise.resolve();
    files.forEach(function (one, done) {
      last = last.then(one[1]).then(function (bytes) {
        if (one[0] === "manifest.txt") list = parseList(new TextDecoder().decode(bytes));
        if (done % 50 === 0) heading("", words["files.reading"].replace("#", String(done)).replace("#", String(files.length)));
        return hash(bytes);
      }).then(function (sum) {
        if (one[0] === "manifest.txt") text = sum;
        found[one[0]] = sum;
      });
    });
    return last.then(function () {
      if (!list) { heading("error", words["files.no_list"]); return; }
      show(compare(list, found, whole), text);
    });
  }
  function show(answer, sum) {
    var wrong = answer.differ.length + answer.strange.length + answer.missing.length;
    heading(wrong ? "differs" : "same", words[wrong ? "files.differ" : "files.same"]
      .replace("#", String(wrong || answer.same.length + answer.moved.length)));
    listed("files.changed", answer.differ);
    listed("files.strange", answer.strange);
    listed("files.missing", answer.missing);
    out.appendChild(element("p", words["files.hash"], { "class": "gap" }));
    out.appendChild(element("p", sum.replace(/(.{4})(?=.)/g, "$1 "), { "class": "hash big", dir: "ltr" }));
    out.appendChild(element("p", words["files.compare"], { "class": "gap" }));
    out.scrollIntoView({ block: "nearest" });
  }
  function start(files, whole) {
    Promise.resolve(files).then(function (all) {
      if (all.length === 1 && /\.zip$/i.test(all[0][0])) {
        return unzip(all[0][2]).then(function (found) { return check(found, true); });
      }
      return check(all, whole);
    }).catch(function () { heading("error", words["files.failed"]); });
  }
  function fromInput(event) {
    var given = Array.from(event.target.files).map(function (file) {
      return [file.webkitRelativePath || file.name, pair("", file)[1], file];
    });
    if (given.length) start(given, event.target.id === "folder");
  }
  function fromDrop(event) {
    event.preventDefault();
    var given = event.dataTransfer.files, entries = Array.from(event.dataTransfer.items).map(function (item) { return item.webkitGetAsEntry(); });
    var whole = entries.some(function (entry) { return entry && entry.isDirectory; });
    if (!whole) { start(Array.from(given).map(function (file) { return [file.name, pair("", file)[1], file]; }), false); return; }
    start(Promise.all(entries.map(function (entry) { return ofEntry(entry, ""); })).then(function (found) {
      return [].concat.apply([], found);
    }), true);
  }
  testigo.words().then(function (got) {
    words = got;
    if (!window.crypto || !crypto.subtle || !window.DecompressionStream) { heading("error", words["files.old"]); return; }
    document.getElementById("file").multiple = true;
    document.getElementById("folder").webkitdirectory = true;
    ["file", "folder"].forEach(function (id) { document.getElementById(id).addEventListener("change", fromInput); });
    page.addEventListener("dragover", function (event) { event.preventDefault(); });
    page.addEventListener("drop", fromDrop);
    document.getElementById("files-form").hidden = false;
    document.getElementById("files-without").hidden = true;
  }).catch(function () { document.getElementById("files-without").hidden = false; });
})();
