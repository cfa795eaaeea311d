/* What every page adds for those with JavaScript: keys, the phone's menu, htmx answers. Nothing depends on it. */
"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const isTyping = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

  // "/" goes to the search; Escape closes an open menu of the top bar.
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) {
      const search = byId("tim-kiem");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
    if (event.key === "Escape") {
      const open = document.querySelector("details.drop[open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      }
    }
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.drop[open]").forEach((drop) => {
      if (!drop.contains(event.target)) drop.open = false;
    });
  });

  // The menu on a phone: without JavaScript its link jumps to the menu and :target opens it.
  const toggle = document.querySelector(".menu-toggle");
  const menu = byId("menu-chinh");
  if (toggle && menu) {
    toggle.setAttribute("role", "button");
    toggle.setAttribute("aria-expanded", "false");
    const flip = (event) => {
      event.preventDefault();
      toggle.setAttribute("aria-expanded", String(menu.classList.toggle("open")));
    };
    toggle.addEventListener("click", flip);
    toggle.addEventListener("keydown", (event) => {
      if (event.key === " ") flip(event);
    });
  }

  // The active tab stands in view; the summary of errors takes the focus.
  const showTabs = (root) =>
    root.querySelectorAll(".tab-bar a[aria-current]").forEach((tab) => {
      const bar = tab.closest("ul");
      bar.scrollLeft = tab.offsetLeft - bar.offsetLeft - 24;
    });
  const focusErrors = (root) => {
    const summary = root.querySelector("[data-focus]");
    if (summary) summary.focus();
  };
  showTabs(document);
  focusErrors(document);

  // A file field in Vietnamese: the browser's own words follow the browser's language.
  const dressFiles = (root) =>
    root.querySelectorAll('input[type="file"].form-control').forEach((input) => {
      if (input.parentElement.classList.contains("file-wrap")) return;
      const wrap = document.createElement("div");
      const face = document.createElement("div");
      const button = document.createElement("b");
      const name = document.createElement("span");
      wrap.className = "file-wrap";
      face.className = "file-face";
      face.setAttribute("aria-hidden", "true");
      button.textContent = "Chọn tệp";
      const tell = () => {
        name.textContent = Array.from(input.files, (file) => file.name).join(", ") || "Chưa chọn tệp nào";
      };
      tell();
      input.addEventListener("change", tell);
      face.append(button, name);
      input.replaceWith(wrap);
      wrap.append(input, face);
    });
  dressFiles(document);

  // A table that scrolls sideways can be reached and scrolled by keyboard, also where the template did not say so.
  const reachTables = (root) =>
    root.querySelectorAll(".table-scroll:not([tabindex])").forEach((box) => {
      if (box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight) return;
      const heading = box.closest("section, .panel")?.querySelector("h2, h3");
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", `Bảng: ${heading ? heading.textContent.trim() : document.title}`);
    });
  reachTables(document);
  addEventListener("resize", () => reachTables(document));

  // --- htmx ---
  const progress = byId("page-progress");
  let running = 0;
  let timer = 0;
  const show = () => {
    progress.hidden = false;
    progress.classList.add("running");
    document.body.setAttribute("aria-busy", "true");
  };
  const hide = () => {
    clearTimeout(timer);
    progress.hidden = true;
    progress.classList.remove("running");
    document.body.removeAttribute("aria-busy");
  };
  const say = (text) => {
    const quiet = byId("thong-bao-ngam");
    if (quiet && quiet.textContent !== text) quiet.textContent = text;
  };
  const warn = (text, link) => {
    const box = byId("thong-bao");
    if (!box) return;
    const notice = document.createElement("div");
    const words = document.createElement("div");
    notice.className = "alert-box alert-box-danger";
    notice.setAttribute("role", "alert");
    words.textContent = text;
    if (link) words.append(" ", link);
    notice.append(words);
    box.replaceChildren(notice);
    notice.scrollIntoView({ block: "nearest" });
  };
  // Signing in again, on a page of its own: what was typed here stays.
  const signInLink = () => {
    const link = document.createElement("a");
    link.href = "/dang-nhap/";
    link.target = "_blank";
    link.textContent = "Đăng nhập lại";
    return link;
  };
  const sayLost = (event) => {
    const notice = event.detail.elt.querySelector("[data-when-lost]");
    if (notice) notice.hidden = false;
  };
  // After signing in elsewhere the forms of this page carry the token of the former session.
  document.addEventListener("htmx:configRequest", (event) => {
    const token = /(?:^|;\s*)(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie);
    if (!token || event.detail.verb === "get") return;
    event.detail.headers["X-CSRFToken"] = token[1];
    const sent = event.detail.formData;
    if (sent.has("csrfmiddlewaretoken")) sent.set("csrfmiddlewaretoken", token[1]);
  });

  // What asks again by itself every second shows no bar, and its faults stand where it stands.
  const isQuiet = (event) => event.detail.elt.matches("[data-quiet]");
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isQuiet(event)) return;
    running += 1;
    if (running === 1 && progress) timer = setTimeout(show, 300);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (isQuiet(event)) return;
    running = Math.max(0, running - 1);
    if (running === 0 && progress) hide();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    showTabs(event.target);
    dressFiles(event.target);
    reachTables(event.target);
    focusErrors(event.target);
    const spoken = event.target.querySelector("[data-say]");
    if (spoken) say(spoken.dataset.say);
  });
  // An ended session answers with HX-Redirect or, from a proxy, with 401/403: never a sign-in page inside a table.
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401 && event.detail.requestConfig.verb !== "get") {
      warn(
        "Phiên làm việc đã hết hạn. Những gì ông/bà nhập vẫn còn trên trang. Đề nghị đăng nhập ở trang mới mở ra, rồi trở lại đây và lưu lần nữa.",
        signInLink(),
      );
    } else if (status === 401) {
      const back = encodeURIComponent(location.pathname + location.search);
      location.assign(`/dang-nhap/?next=${back}`);
    } else if (status === 403) {
      warn("Ông/bà không có quyền thực hiện việc này, hoặc phiên làm việc đã hết hạn. Đề nghị tải lại trang.");
    } else if (status === 404) {
      warn("Không tìm thấy nội dung này. Đề nghị tải lại trang.");
    } else if (status === 429) {
      warn("Ông/bà đã gửi quá nhiều yêu cầu. Đề nghị chờ một phút rồi thử lại.");
    } else if (isQuiet(event)) {
      sayLost(event);
    } else {
      warn(`Máy chủ gặp sự cố (mã ${status}). Những gì ông/bà nhập vẫn còn trên trang; đề nghị thử lại.`);
    }
  });
  ["htmx:sendError", "htmx:timeout"].forEach((name) =>
    document.addEventListener(name, (event) => {
      if (isQuiet(event)) sayLost(event);
      else warn("Mất kết nối với máy chủ. Những gì ông/bà nhập vẫn còn trên trang; đề nghị thử lại.");
    }),
  );
})();
