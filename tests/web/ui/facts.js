// What a look test asserts of one part of a page: facts of layout, never pixels. Returns [part, fact, what] for each fault.
// Called with {root, touch}: the elements to look at (a selector), and what must suit a thumb here (a selector or "").
({ root, touch }) => {
  const faults = [];
  const said = (el) => (el.outerHTML.match(/^<[^>]*>/) || [""])[0].slice(0, 110) + (el.textContent || "").trim().slice(0, 30);
  const seen = (el) => el.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  // Told to screen readers alone: clipped to nothing.
  const hushed = (el) => {
    for (let at = el; at; at = at.parentElement) if (getComputedStyle(at).clipPath === "inset(50%)" || at.matches(".skip")) return true;
    return false;
  };
  // A control may reach further than its box: its ::before or ::after lies over a whole row.
  const reach = (el) => {
    const boxes = [el.getBoundingClientRect()];
    for (const pseudo of ["::before", "::after"]) {
      const style = getComputedStyle(el, pseudo);
      if (style.content === "none" || style.position !== "absolute") continue;
      let around = el;
      while (around.parentElement && getComputedStyle(around).position === "static") around = around.parentElement;
      const box = around.getBoundingClientRect();
      const [top, right, bottom, left] = ["top", "right", "bottom", "left"].map((side) => Number.parseFloat(style[side]) || 0);
      boxes.push(new DOMRect(box.left + left, box.top + top, box.width - left - right, box.height - top - bottom));
    }
    return boxes;
  };
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=tab], [role=option], [role=separator][tabindex], [role=switch], [role^=menuitem]";

  // --- color ---------------------------------------------------------------------------------------------------
  const ctx = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const rgba = (color) => {
    if (!known.has(color)) {
      ctx.clearRect(0, 0, 1, 1);
      ctx.fillStyle = color;
      ctx.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = ctx.getImageData(0, 0, 1, 1).data;
      known.set(color, [r, g, b, a / 255]);
    }
    return known.get(color);
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((c, n) => c * a + under[n] * (1 - a));
  const ground = (el) => {
    const layers = [];
    for (let at = el; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const off = (el) => el.closest(":disabled, [aria-disabled=true], [inert]") !== null;

  for (const part of document.querySelectorAll(root)) {
    const name = part.id || part.className;
    const fault = (fact, el, more = "") => faults.push([name, fact, `${said(el)} ${more}`.trim()]);
    const all = [part, ...part.querySelectorAll("*")].filter((el) => seen(el) && !hushed(el) && !el.closest("svg > *"));
    // A menu's inside lies beside its button: the window is its bound.
    const bounds = (part.matches("details") ? document.documentElement : part).getBoundingClientRect();
    const scrolls = (el) => {
      for (let at = el.parentElement; at && at !== part.parentElement; at = at.parentElement) {
        if (/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowX)) return true;
      }
      return false;
    };
    const texts = all.filter((el) => [...el.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) && !el.matches("option, script, style, template"));
    const controls = all.filter((el) => el.matches(CONTROLS));

    // What an earlier look has scrolled stands at its beginning again.
    for (const el of all) if (el.scrollTop || el.scrollLeft) el.scrollTo(0, 0);

    // --- nothing runs over its edge, no word is cut off --------------------------------------------------------
    for (const el of all) {
      const box = el.getBoundingClientRect();
      const style = getComputedStyle(el);
      if (box.right > bounds.right + 1.5 && !scrolls(el) && style.position !== "fixed") fault("overflow", el, `by ${Math.round(box.right - bounds.right)} px`);
      const cuts = /hidden|clip/.test(style.overflowX) && style.textOverflow !== "ellipsis" && !el.matches("progress, svg, input, textarea");
      if (cuts && el.scrollWidth > el.clientWidth + 1 && el.clientWidth > 1) fault("cut off", el);
    }

    // --- targets ------------------------------------------------------------------------------------------------
    const inSentence = (el) => getComputedStyle(el).display === "inline" && el.parentElement.textContent.trim() !== el.textContent.trim();
    const target = (el) => {
      // What a label covers is part of its control's target.
      const boxes = [el, ...(el.labels || [])].flatMap(reach);
      return { width: Math.max(...boxes.map((b) => b.width)), height: Math.max(...boxes.map((b) => b.height)) };
    };
    for (const el of controls) {
      const box = target(el);
      const hand = touch && el.matches(touch);
      const least = hand ? 44 : 24;
      const wide = hand ? 24 : least; // the brief's 44 px is a height: a row for a thumb
      if ((box.height < least - 0.5 || box.width < wide - 0.5) && !inSentence(el)) fault("target", el, `${Math.round(box.width)} by ${Math.round(box.height)} px`);
    }

    // --- read in the order in which it is seen --------------------------------------------------------------------
    // What is scrolled out of its box is not seen at all.
    const scrolledOut = (el) => {
      const box = el.getBoundingClientRect();
      for (let at = el.parentElement; at && at !== document.body; at = at.parentElement) {
        if (!/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowY)) continue;
        const pane = at.getBoundingClientRect();
        if (box.top >= pane.bottom || box.bottom <= pane.top) return true;
      }
      return false;
    };
    const stuck = /fixed|absolute|sticky/;
    const order = [...new Set([...controls, ...texts])].filter((el) => !stuck.test(getComputedStyle(el).position) && !scrolledOut(el));
    order.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    for (let n = 1; n < order.length; n += 1) {
      const [one, next] = [order[n - 1], order[n]];
      // Words of one line or paragraph flow; what they flow in has a place.
      const [first, second] = [one, next].map((el) => {
        let at = el;
        while (getComputedStyle(at).display === "inline" && at.parentElement) at = at.parentElement;
        return at;
      });
      if (first.contains(next) || second.contains(one)) continue;
      const [a, b] = [first.getBoundingClientRect(), second.getBoundingClientRect()];
      const above = b.bottom <= a.top + 2 && b.left <= a.left + 8;
      const sameRow = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > Math.min(a.height, b.height) / 2;
      if (above || (sameRow && b.right <= a.left + 2)) fault("order", next, `is seen before ${said(one)}`);
    }

    // --- nothing is covered -------------------------------------------------------------------------------------
    const cover = (el) => {
      const box = el.getClientRects()[0];
      if (!box || box.width < 2 || box.height < 2) return "";
      const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, innerHeight / 2)];
      const hit = document.elementFromPoint(x, y);
      if (!hit) return "the window's edge";
      const own = el.contains(hit) || hit.contains(el) || [...(el.labels || [])].some((label) => label.contains(hit));
      const under = (one) => reach(one).some((r, n) => n > 0 && r.left <= x && x <= r.right && r.top <= y && y <= r.bottom);
      return own || (hit.matches(`${CONTROLS}, label`) && under(hit)) ? "" : said(hit);
    };
    for (const el of new Set([...controls, ...texts])) {
      if (getComputedStyle(el).pointerEvents === "none" || !cover(el)) continue;
      el.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      const by = cover(el);
      if (by) fault("covered", el, `by ${by}`);
    }

    // --- contrast ---------------------------------------------------------------------------------------------------
    for (const el of texts) {
      if (off(el)) continue;
      const style = getComputedStyle(el);
      const under = ground(el);
      const ink = el.namespaceURI.endsWith("svg") ? style.fill : style.color;
      const size = Number.parseFloat(style.fontSize);
      const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 600) ? 3 : 4.5;
      const ratio = contrast(over(rgba(ink), under), under);
      if (ratio < least - 0.01) fault("contrast", el, ratio.toFixed(2));
    }
    for (const el of all.filter((one) => one.matches("input:not([type=hidden]), textarea") && one.placeholder)) {
      const ratio = contrast(over(rgba(getComputedStyle(el, "::placeholder").color), ground(el)), ground(el));
      if (ratio < 4.5) fault("contrast", el, `placeholder ${ratio.toFixed(2)}`);
    }
    for (const el of all.filter((one) => one.matches(".input, .field input, .field select, .field textarea, .button, .chip, input[role=switch]") && !off(one))) {
      const style = getComputedStyle(el);
      if (el.matches("input[type=checkbox]:not([role=switch]), input[type=radio], input[type=file], .chip:not([class*='chip-'])")) continue; // the browser's own, or no control
      const outside = ground(el.parentElement);
      const line = rgba(style.borderTopColor);
      const drawn = Number.parseFloat(style.borderTopWidth) > 0 && line[3] > 0;
      if (!drawn && rgba(style.backgroundColor)[3] === 0) continue; // a word is its own mark
      const best = Math.max(drawn ? contrast(over(line, outside), outside) : 0, contrast(ground(el), outside));
      if (best < 3 && !el.matches(".chip-accent")) fault("edge", el, best.toFixed(2));
    }
  }
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) faults.push(["page", "overflow", `scrolls sideways by ${wide} px`]);
  return faults;
}
