"""Walks the site as one person: every link of every page, every form; for fuzzing and for the scan of pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

ENDS_SESSION = ("/dang-xuat/",)


@dataclass
class Form:
    page: str
    action: str
    method: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)  # name, kind, value


class _Reader(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.page, self.links, self.forms, self._form = page, [], [], None

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "a" and a.get("href"):
            self.links.append(urljoin(self.page, a["href"]))
        elif tag == "form":
            action = urljoin(self.page, a.get("action") or self.page)
            self._form = Form(self.page, action, (a.get("method") or "get").lower())
            self.forms.append(self._form)
        elif tag in ("input", "select", "textarea", "button") and self._form is not None and a.get("name"):
            self._form.fields.append((a["name"], a.get("type", tag), a.get("value") or ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None


def read(html, page):
    reader = _Reader(page)
    reader.feed(html)
    return reader.links, reader.forms


def shape(url):
    """A page by its kind: the path with ids blanked and the names of its parameters."""
    parts = urlsplit(url)
    path = "/".join(
        "*" if any(ch.isdigit() for ch in part) or ":" in part else part for part in parts.path.split("/")
    )
    return path, tuple(sorted({key for key, _ in parse_qsl(parts.query)}))


def crawl(client, start="/", per_shape=2, limit=400, shape=shape):
    """Yield `(url, response, forms)` for pages reached by links, at most `per_shape` of each shape."""
    waiting, seen, shapes = [start], {start}, {}
    while waiting and limit:
        url = waiting.pop(0)
        if shapes.get(shape(url), 0) >= per_shape:
            continue
        shapes[shape(url)] = shapes.get(shape(url), 0) + 1
        limit -= 1
        response = client.get(url)
        links, forms = [], []
        if response.status_code == 200 and response.get("Content-Type", "").startswith("text/html"):
            links, forms = read(response.content.decode(), url)
        elif response.status_code in (301, 302):
            links = [urljoin(url, response["Location"])]
        yield url, response, forms
        for link in links:
            parts = urlsplit(link)
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc not in ("", "testserver") or parts.scheme not in ("", "http", "https"):
                continue
            if not parts.path.startswith(("/static/", *ENDS_SESSION)) and target not in seen:
                seen.add(target)
                waiting.append(target)
