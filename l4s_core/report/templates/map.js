// The map of a report: pan, zoom, choose. Nothing is fetched; texts of the file only ever become text nodes.
(function () {
  "use strict";
  var svg = document.getElementById("map");
  if (!svg) return;
  var data = JSON.parse(document.getElementById("slides-data").textContent);
  var full = svg.getAttribute("viewBox").split(" ").map(Number);
  var view = full.slice();
  var paths = Array.prototype.slice.call(svg.querySelectorAll("#slides path"));
  var nameAt = data.columns.indexOf("name");
  var patterns = Array.prototype.slice.call(svg.querySelectorAll("pattern"));
  var bar = document.getElementById("bar"), barText = document.getElementById("bar-text");
  var details = document.getElementById("details");
  var hint = document.getElementById("map-hint");
  var chosen = -1;
  var MOST = 400;
  document.documentElement.classList.add("script");

  function show() {
    svg.setAttribute("viewBox", view.map(function (v) { return Math.round(v * 100) / 100; }).join(" "));
    var scale = view[2] / full[2];
    patterns.forEach(function (p) {
      p.setAttribute("patternTransform", "rotate(" + p.dataset.angle + ") scale(" + scale + ")");
    });
    var metres = view[2] * data.unit_m, length = nice(metres / 4);
    bar.setAttribute("width", (100 * length / metres) + "%");
    barText.textContent = length >= 1000 ? length / 1000 + " km" : length + " m";
    svg.style.touchAction = scale > 0.99 ? "pan-y" : "none";
  }
  function nice(metres) {
    var power = Math.pow(10, Math.floor(Math.log(metres) / Math.LN10 + 1e-9));
    return [5, 2, 1].map(function (s) { return Number((s * power).toPrecision(1)); })
      .filter(function (v) { return v <= metres * (1 + 1e-9); })[0] || power;
  }
  function zoom(factor, x, y) {
    var width = Math.min(full[2], Math.max(full[2] / MOST, view[2] * factor)), f = width / view[2];
    view = [x - (x - view[0]) * f, y - (y - view[1]) * f, width, view[3] * f];
    keep();
  }
  function keep() {
    view[0] = Math.min(Math.max(view[0], full[0]), full[0] + full[2] - view[2]);
    view[1] = Math.min(Math.max(view[1], full[1]), full[1] + full[3] - view[3]);
    show();
  }
  function middle() { return [view[0] + view[2] / 2, view[1] + view[3] / 2]; }
  function at(event) {
    var box = svg.getBoundingClientRect();
    return [view[0] + (event.clientX - box.left) / box.width * view[2],
            view[1] + (event.clientY - box.top) / box.height * view[3]];
  }
  function look(x, y, width, height) {
    var w = Math.max(width, height * full[2] / full[3], full[2] / MOST);
    w = Math.min(w, full[2]);
    view = [x + width / 2 - w / 2, y + height / 2 - w * full[3] / full[2] / 2, w, w * full[3] / full[2]];
    keep();
  }
  function choose(index, go) {
    if (chosen >= 0) paths[chosen].classList.remove("chosen");
    chosen = index;
    details.textContent = "";
    if (index < 0) { details.hidden = true; return; }
    paths[index].classList.add("chosen");
    details.hidden = false;
    var heading = document.createElement("h3"), list = document.createElement("dl");
    heading.textContent = data.rows[index][nameAt];
    details.appendChild(heading);
    details.appendChild(list);
    data.columns.forEach(function (column, k) {
      var value = data.rows[index][k];
      if (k === nameAt || value === null) return;
      var term = document.createElement("dt"), text = document.createElement("dd");
      term.textContent = column;
      text.textContent = String(value);
      list.appendChild(term);
      list.appendChild(text);
    });
    if (go) {
      var box = paths[index].getBBox(), room = Math.max(box.width, box.height, full[2] / MOST) * 1.5;
      look(box.x - room, box.y - room, box.width + 2 * room, box.height + 2 * room);
    }
  }

  var fingers = {}, moved = 0, pinch = 0;
  svg.addEventListener("pointerdown", function (e) {
    fingers[e.pointerId] = e;
    moved = 0;
    pinch = spread();
  });
  function all() { return Object.keys(fingers).map(function (k) { return fingers[k]; }); }
  function spread() {
    var f = all();
    return f.length === 2 ? Math.hypot(f[0].clientX - f[1].clientX, f[0].clientY - f[1].clientY) : 0;
  }
  svg.addEventListener("pointermove", function (e) {
    var before = fingers[e.pointerId];
    if (!before) return;
    var box = svg.getBoundingClientRect(), f = all();
    moved += Math.abs(e.clientX - before.clientX) + Math.abs(e.clientY - before.clientY);
    if (moved > 4 && !svg.hasPointerCapture(e.pointerId)) svg.setPointerCapture(e.pointerId);
    fingers[e.pointerId] = e;
    if (f.length === 1) {
      view[0] -= (e.clientX - before.clientX) / box.width * view[2];
      view[1] -= (e.clientY - before.clientY) / box.height * view[3];
      keep();
    } else if (f.length === 2 && pinch) {
      var now = spread(), m = at({ clientX: (f[0].clientX + f[1].clientX) / 2,
                                   clientY: (f[0].clientY + f[1].clientY) / 2 });
      zoom(pinch / Math.max(now, 1), m[0], m[1]);
      pinch = now;
    }
  });
  ["pointerup", "pointercancel", "pointerleave"].forEach(function (name) {
    svg.addEventListener(name, function (e) { delete fingers[e.pointerId]; pinch = 0; });
  });
  svg.addEventListener("click", function (e) {
    if (moved > 4) return;
    var index = paths.indexOf(e.target);
    choose(index, false);
  });
  svg.addEventListener("wheel", function (e) {
    if (!e.ctrlKey && document.activeElement !== svg) { hint.classList.add("asked"); return; }
    e.preventDefault();
    var p = at(e);
    zoom(e.deltaY < 0 ? 0.8 : 1.25, p[0], p[1]);
  }, { passive: false });
  svg.addEventListener("dblclick", function (e) { var p = at(e); zoom(0.5, p[0], p[1]); });
  var actions = {
    "+": function () { var m = middle(); zoom(0.6, m[0], m[1]); },
    "-": function () { var m = middle(); zoom(1 / 0.6, m[0], m[1]); },
    "0": function () { view = full.slice(); show(); },
    "ArrowLeft": function () { view[0] -= view[2] / 6; keep(); },
    "ArrowRight": function () { view[0] += view[2] / 6; keep(); },
    "ArrowUp": function () { view[1] -= view[3] / 6; keep(); },
    "ArrowDown": function () { view[1] += view[3] / 6; keep(); },
    "n": function () { if (paths.length) choose((chosen + 1) % paths.length, true); },
    "p": function () { if (paths.length) choose((chosen + paths.length - (chosen < 0 ? 0 : 1)) % paths.length, true); },
    "Escape": function () { choose(-1, false); }
  };
  actions["="] = actions["+"];
  actions["Home"] = actions["0"];
  svg.addEventListener("keydown", function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey || !actions[e.key]) return;
    e.preventDefault();
    actions[e.key]();
  });
  Array.prototype.forEach.call(document.querySelectorAll("[data-do]"), function (button) {
    button.addEventListener("click", function () {
      var what = button.dataset.do;
      if (what === "print") window.print();
      else if (what === "close") look.apply(null, data.close);
      else actions[what]();
    });
  });
  Array.prototype.forEach.call(document.querySelectorAll("[data-slide]"), function (button) {
    var index = Number(button.dataset.slide);
    button.addEventListener("click", function () {
      choose(index, true);
      document.getElementById("map-figure").scrollIntoView({ block: "nearest" });
      svg.focus({ preventScroll: true });
    });
  });
  Array.prototype.forEach.call(document.querySelectorAll("[data-layer]"), function (box) {
    function set() {
      Array.prototype.forEach.call(svg.querySelectorAll("." + box.dataset.layer), function (layer) {
        layer.classList.toggle("off", !box.checked);
      });
    }
    box.addEventListener("change", set);
    set();
  });
  show();
})();
