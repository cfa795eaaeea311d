/* Yearly grids: keys, blocks from Excel, what changed, nothing lost. The form works without this script. */
"use strict";

(() => {
  const form = document.getElementById("bang-nhap");
  if (!form) return;
  const bar = form.querySelector("[data-count]");
  const notice = form.querySelector("[data-notice]");
  const lines = Array.from(form.querySelectorAll("tr.entry-line")).filter((line) => line.querySelector(".entry-cell"));
  const cellsOf = (line) => Array.from(line.querySelectorAll(".entry-cell"));
  const table = lines.map(cellsOf);
  const cells = table.flat();

  // "Hoàn thành TỐT n/vụ" → "hoanthanhtotnvu", as the server does.
  const compact = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[đð]/g, "d").replace(/[^a-z0-9]/g, "");
  const isSelect = (cell) => cell.tagName === "SELECT";
  const isChanged = (cell) => cell.value.normalize("NFC").trim() !== cell.dataset.base.normalize("NFC").trim();
  const words = (cell) => (!cell.value || !isSelect(cell) ? cell.value : cell.selectedOptions[0].text);
  const changed = () => cells.filter(isChanged);
  const placeOf = (cell) => {
    for (let row = 0; row < table.length; row += 1) {
      const column = table[row].indexOf(cell);
      if (column >= 0) return [row, column];
    }
    return null;
  };

  // --- notices ---
  const say = (parts, tone = "") => {
    notice.replaceChildren(...parts);
    notice.classList.toggle("entry-notice-warning", tone === "warning");
    notice.hidden = parts.length === 0;
  };
  const line = (text) => Object.assign(document.createElement("div"), { textContent: text });
  const list = (texts) => {
    const box = document.createElement("ul");
    box.append(...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    return box;
  };
  const leftover = (text, label) => {
    const area = document.createElement("textarea");
    area.className = "form-control";
    area.rows = 4;
    area.readOnly = true;
    area.value = text;
    area.setAttribute("aria-label", label);
    return area;
  };
  const button = (label, act, plain = false) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    made.className = plain ? "btn btn-plain" : "btn btn-primary";
    made.addEventListener("click", act);
    return made;
  };

  // --- what was typed is kept in this browser until it is saved ---
  // Health, Party ratings and the like must not stay behind on a shared office computer: such cells are kept for
  // this tab alone (sessionStorage) and vanish with it; the others outlive a crash of the browser.
  const DRAFT = `kinhmon-bang-nhap:${form.dataset.draft}`;
  const DAYS_KEPT = 7;
  const stores = [
    [() => localStorage, (cell) => !("secret" in cell.dataset)],
    [() => sessionStorage, (cell) => "secret" in cell.dataset],
  ];
  const quietly = (act) => {
    try {
      return act();
    } catch {
      return null; // storage switched off or full: typing goes on without it
    }
  };
  const forget = () => stores.forEach(([store]) => quietly(() => store().removeItem(DRAFT)));
  const keep = () => {
    const all = changed();
    stores.forEach(([store, belongs]) => {
      const mine = all.filter(belongs).map((cell) => [cell.dataset.key, cell.value]);
      if (!mine.length) quietly(() => store().removeItem(DRAFT));
      else
        quietly(() =>
          store().setItem(DRAFT, JSON.stringify({ at: Date.now(), form: form.elements.khoa.value, cells: mine })),
        );
    });
  };
  const drafts = () =>
    stores
      .map(([store]) => quietly(() => JSON.parse(store().getItem(DRAFT))))
      .filter((draft) => draft && Array.isArray(draft.cells));

  const show = () => {
    const n = changed().length;
    cells.forEach((cell) => {
      const box = cell.closest("td");
      const printed = box.querySelector(".entry-print");
      box.classList.toggle("entry-changed", isChanged(cell));
      printed.textContent = isChanged(cell) ? words(cell) : printed.dataset.saved;
    });
    bar.textContent = n ? `${n} ô đã thay đổi, chưa lưu` : "Chưa có ô nào thay đổi";
  };
  const touched = () => {
    show();
    keep();
  };

  const put = (cell, text) => {
    if (isSelect(cell)) {
      const spoken = compact(text);
      const options = Array.from(cell.options);
      let found = options.find((o) => o.value === text.trim() && o.value);
      if (!text.trim()) [found] = options;
      found = found || options.find((o) => spoken && (o.dataset.also || "").split(" ").includes(spoken));
      if (!found) {
        // Kept as it was written: the server says what is wrong with it, nothing is dropped.
        found = new Option(text, text);
        cell.add(found);
        found.selected = true;
        return false;
      }
      found.selected = true;
      return true;
    }
    cell.value = text;
    return true;
  };
  const restoreAll = (kept) => {
    const byKey = new Map(cells.map((cell) => [cell.dataset.key, cell]));
    const lost = [];
    kept.forEach(([key, text]) => {
      const cell = byKey.get(key);
      if (cell) put(cell, text);
      else lost.push(text);
    });
    touched();
    if (lost.length)
      say([line(`Đã khôi phục. ${lost.length} ô không còn chỗ trong bảng:`), leftover(lost.join("\n"), "Nội dung không còn chỗ")], "warning");
    else say([line(`Đã khôi phục ${kept.length} ô, chưa lưu.`)]);
  };
  const offer = () => {
    const found = drafts();
    const saved = form.dataset.saved;
    if (saved) {
      const here = new URL(location.href);
      here.searchParams.delete("luu");
      history.replaceState(null, "", here);
    }
    const fresh = found.filter((d) => d.form !== saved && Date.now() - d.at < DAYS_KEPT * 86_400_000);
    const now = new Map(cells.map((cell) => [cell.dataset.key, cell.value]));
    const kept = fresh.flatMap((d) => d.cells).filter(([key, text]) => now.get(key) !== text);
    if (!kept.length) {
      if (!changed().length) forget();
      return;
    }
    const at = new Date(Math.max(...fresh.map((d) => d.at)));
    const when = at.toLocaleString("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit" });
    const row = document.createElement("div");
    row.className = "button-row";
    row.append(
      button("Khôi phục", () => restoreAll(kept)),
      button(
        "Bỏ nội dung này",
        () => {
          forget();
          say([]);
        },
        true,
      ),
    );
    say([line(`Có ${kept.length} ô đã nhập lúc ${when} nhưng chưa lưu.`), row], "warning");
  };

  // --- keys ---
  const go = (row, column) => {
    const cell = table[row] && table[row][column];
    if (!cell) return false;
    cell.focus();
    if (!isSelect(cell)) cell.select();
    return true;
  };
  let openList = null; // a list of choices that is open keeps its own arrows
  const isOpen = (cell) => {
    const told = quietly(() => cell.matches(":open"));
    return told === null ? openList === cell : told;
  };
  const undo = (cell) => {
    put(cell, cell.dataset.base);
    touched();
  };
  form.addEventListener("mousedown", (event) => {
    if (event.target.matches("select.entry-cell")) openList = event.target;
  });
  ["change", "focusout"].forEach((name) => form.addEventListener(name, () => (openList = null)));
  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches(".entry-cell") || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (isSelect(cell) && (event.key === " " || event.key === "F4" || (event.altKey && /^Arrow/.test(event.key)))) {
      openList = cell;
      return;
    }
    if (event.altKey || isOpen(cell)) return;
    const [row, column] = placeOf(cell);
    const atStart = isSelect(cell) || (cell.selectionStart === 0 && cell.selectionEnd === 0);
    const atEnd = isSelect(cell) || cell.selectionStart === cell.value.length;
    const whole = !isSelect(cell) && cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    const moves = {
      Enter: [event.shiftKey ? -1 : 1, 0, true],
      ArrowDown: [1, 0, !cell.list || cell.value === cell.dataset.base],
      ArrowUp: [-1, 0, !cell.list || cell.value === cell.dataset.base],
      ArrowLeft: [0, -1, atStart || whole],
      ArrowRight: [0, 1, atEnd || whole],
    };
    if (event.key === "Escape") {
      if (isChanged(cell)) undo(cell);
      return;
    }
    if (event.shiftKey && event.key !== "Enter") return;
    const move = moves[event.key];
    if (!move || !move[2]) return;
    event.preventDefault();
    go(row + move[0], column + move[1]);
  });

  // --- a block from Excel ---
  const readBlock = (text) => {
    const rows = [[]];
    let cell = "";
    let quoted = false;
    const clean = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let i = 0; i < clean.length; i += 1) {
      const ch = clean[i];
      if (quoted) {
        if (ch === '"' && clean[i + 1] === '"') {
          cell += '"';
          i += 1;
        } else if (ch === '"') quoted = false;
        else cell += ch === "\n" ? " " : ch;
      } else if (ch === '"' && cell === "" && /"(?=\t|\n|$)/.test(clean.slice(i + 1))) quoted = true;
      else if (ch === "\t" || ch === "\n") {
        rows.at(-1).push(cell.trim());
        cell = "";
        if (ch === "\n") rows.push([]);
      } else cell += ch;
    }
    rows.at(-1).push(cell.trim());
    return rows;
  };
  const names = new Map();
  lines.forEach((row, place) => {
    const name = compact(row.dataset.name);
    if (!names.has(name)) names.set(name, []);
    names.get(name).push(place);
  });
  // Which column of the block holds the names of people in this table, if one does.
  const namesColumn = (block) => {
    const width = Math.max(...block.map((row) => row.length));
    for (let column = 0; column < width; column += 1) {
      const filled = block.filter((row) => row[column]);
      const known = filled.filter((row) => names.has(compact(row[column])));
      if (known.length && known.length * 2 >= filled.length) return column;
    }
    return -1;
  };
  // Where the rows of a block with names belong: a person's first line, where rows repeat a free one.
  const placesByName = (block, column) => {
    const used = new Set();
    return block.map((row) => {
      const places = names.get(compact(row[column] || "")) || [];
      const people = new Set(places.map((place) => cellsOf(lines[place])[0].dataset.key.split("|")[0]));
      if (people.size > 1) return -2; // two people of one name: nobody can tell whose row it is
      const free = places.find((place) => !used.has(place) && ("new" in lines[place].dataset || places.length === 1));
      if (free === undefined) return -1;
      used.add(free);
      return free;
    });
  };
  const paste = (start, text) => {
    const block = readBlock(text);
    const [row0, column0] = placeOf(start);
    const nameColumn = namesColumn(block);
    const places = nameColumn >= 0 ? placesByName(block, nameColumn) : block.map((_, i) => row0 + i);
    const rows = block.map((row) => (nameColumn >= 0 ? row.slice(nameColumn + 1) : row));
    const unplaced = [];
    const strange = [];
    const tooWide = [];
    let nCells = 0;
    let nRows = 0;
    rows.forEach((row, i) => {
      const target = table[places[i]];
      if (!target) {
        if (block[i].some(Boolean)) unplaced.push(block[i].join("\t"));
        return;
      }
      nRows += 1;
      row.forEach((value, j) => {
        const cell = target[column0 + j];
        if (!cell) {
          if (value) tooWide.push(`${lines[places[i]].dataset.name}: ${value}`);
          return;
        }
        if (!put(cell, value)) strange.push(`${cell.getAttribute("aria-label")}: “${value.slice(0, 60)}”`);
        nCells += 1;
      });
    });
    touched();
    report({ nRows, nCells, nameColumn, unplaced, strange, tooWide });
  };
  const report = ({ nRows, nCells, nameColumn, unplaced, strange, tooWide }) => {
    const parts = [line(`Đã dán ${nRows} dòng, ${nCells} ô, chưa lưu.`)];
    if (nameColumn >= 0) parts.push(line("Cột họ tên trong nội dung dán được dùng để đặt đúng người."));
    if (strange.length) {
      parts.push(line(`${strange.length} ô có giá trị không có trong danh mục, đề nghị chọn lại:`));
      parts.push(list(strange.slice(0, 8)));
    }
    if (unplaced.length) {
      parts.push(line(`${unplaced.length} dòng không có chỗ trong bảng (không tìm thấy người, trùng tên, hoặc quá số dòng):`));
      parts.push(leftover(unplaced.join("\n"), "Các dòng không có chỗ"));
    }
    if (tooWide.length) {
      parts.push(line(`${tooWide.length} ô thừa ở bên phải không có cột:`));
      parts.push(leftover(tooWide.join("\n"), "Các ô không có cột"));
    }
    say(parts, strange.length || unplaced.length || tooWide.length ? "warning" : "");
  };
  form.addEventListener("paste", (event) => {
    const cell = event.target;
    if (!cell.matches(".entry-cell")) return;
    const text = event.clipboardData.getData("text/plain");
    const isBlock = /[\t\n\r]/.test(text.replace(/[\r\n]+$/, ""));
    if (!isBlock && !isSelect(cell)) return;
    event.preventDefault();
    paste(cell, text);
  });

  // --- filling down, as the server does it ---
  const fillDown = (name, value) => {
    const column = cells.filter((cell) => cell.dataset.column === name);
    const isPicked = (cell) => cell.closest("tr").querySelector(".entry-pick input[type=checkbox]").checked;
    const picked = column.filter(isPicked);
    let rest = column;
    let text = value;
    if (text === undefined) {
      const source = (picked.length ? picked : column).find((cell) => cell.value.trim());
      if (!source) return 0;
      text = source.value;
      rest = column.slice(column.indexOf(source) + 1);
    }
    const isSpare = (cell) => {
      const row = cell.closest("tr");
      return row.matches(".entry-more[data-new]") && cellsOf(row).every((one) => !one.value.trim());
    };
    const targets = picked.length ? picked : rest.filter((cell) => !cell.value.trim() && !isSpare(cell));
    const reached = targets.filter((cell) => cell.value !== text);
    reached.forEach((cell) => put(cell, text));
    return reached.length;
  };
  form.addEventListener("click", (event) => {
    const fill = event.target.closest("[data-fill]");
    if (!fill) return;
    event.preventDefault();
    const n = fillDown(fill.dataset.fill, fill.dataset.value);
    touched();
    say([line(n ? `Đã điền ${n} ô, chưa lưu.` : "Không có ô nào được điền. Đề nghị nhập giá trị ở một dòng, chọn các dòng cần điền rồi bấm lại.")]);
  });

  // --- sending: only over a connection that stands, so that the page with everything typed stays until then ---
  let sending = false;
  form.addEventListener("submit", async (event) => {
    if (sending) return;
    event.preventDefault();
    const { submitter } = event;
    keep();
    try {
      const answer = await fetch(form.action, { method: "HEAD", redirect: "manual", cache: "no-store" });
      if (answer.type === "opaqueredirect") {
        const link = Object.assign(document.createElement("a"), { href: "/dang-nhap/", target: "_blank", textContent: "Đăng nhập lại" });
        const text = line("Phiên làm việc đã hết hạn; nội dung ông/bà nhập vẫn còn trên trang. Đề nghị đăng nhập ở trang mới mở ra, rồi trở lại đây và lưu lần nữa. ");
        text.append(link);
        say([text], "warning");
        return;
      }
    } catch {
      say([line("Mất kết nối với máy chủ. Nội dung ông/bà nhập vẫn còn trên trang và được giữ trong trình duyệt; khi có mạng, đề nghị bấm lưu lần nữa.")], "warning");
      return;
    }
    // After signing in elsewhere this page carries the token of the former session.
    const token = /(?:^|;\s*)(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie);
    if (token) form.elements.csrfmiddlewaretoken.value = token[1];
    sending = true;
    form.requestSubmit(submitter);
  });
  addEventListener("beforeunload", (event) => {
    if (!sending && changed().length) event.preventDefault();
  });
  addEventListener("pageshow", (event) => {
    sending = false;
    if (event.persisted) show();
  });
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  offer();
  show();
  if (changed().length) keep();
})();
