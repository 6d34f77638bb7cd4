"""One peer in a process of its own: its texts, or its time. Runs in the peers' environment; `run` starts it.

    python peer.py extract TOOL PAGES.jsonl...    JSON lines {"id", "text", "failed"}
    python peer.py time TOOL PAGES.jsonl...       {"seconds", "wall_seconds", "bytes", "pages", "failed"} of a pass
    python peer.py versions                       ["Python …", "trafilatura …", …]

Pages are JSON lines {"id", "html"}. A page on which the peer raises has an empty text and counts as failed.
Each peer is imported by the function that makes its extractor, so that no process pays for the others. The seconds
are those of the processor: a busy machine stretches wall time, and that of short and long passes differently.
"""

import json
import logging
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

Extract = Callable[[str], str]

# Passes in a lap; a pass of the slow ones takes many seconds.
PASSES = 4
SLOW = {"trafilatura", "readability-lxml", "jusText"}

# Pages extracted before the clock starts: imports, compiled expressions and caches are not the peer's pace.
WARM_UP = 20


def resiliparse() -> Extract:
    """The main-content mode as its documentation shows it."""
    from resiliparse.extract.html2text import extract_plain_text

    return lambda html: extract_plain_text(html, main_content=True)


def resiliparse_article() -> Extract:
    """Without what gold texts of articles leave out; picked after trying six sets of options on these data."""
    from resiliparse.extract.html2text import extract_plain_text

    left_out = {"alt_texts": False, "comments": False, "list_bullets": False, "post_meta": False}
    return lambda html: extract_plain_text(html, main_content=True, **left_out)


def trafilatura() -> Extract:
    """The defaults, favouring neither precision nor recall; reader comments are no part of the gold."""
    from trafilatura import extract

    return lambda html: extract(html, include_comments=False) or ""


def readability() -> Extract:
    """The summary is HTML; its text needs line breaks, else words of neighbouring blocks grow together."""
    from lxml.html import fromstring
    from readability import Document

    breaks = ("address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2",
              "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul")

    def extract(html: str) -> str:
        body = fromstring(Document(html).summary())
        for element in body.iter(*breaks):
            element.text = "\n" + (element.text or "")
            element.tail = "\n" + (element.tail or "")
        return body.text_content()

    return extract


def justext() -> Extract:
    """Its English stop words; the paragraphs that it does not call boilerplate."""
    from justext import get_stoplist, justext as paragraphs

    stop_words = get_stoplist("English")
    return lambda html: "\n".join(p.text for p in paragraphs(html, stop_words) if not p.is_boilerplate)


TOOLS: dict[str, Callable[[], Extract]] = {
    "resiliparse": resiliparse,
    "resiliparse-article": resiliparse_article,
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "jusText": justext,
}


PACKAGES = ("Resiliparse", "trafilatura", "readability-lxml", "jusText", "lxml")


def main() -> None:
    if sys.argv[1:] == ["versions"]:
        installed = [f"{package} {version(package)}" for package in PACKAGES]
        print(json.dumps([f"Python {sys.version.split()[0]}", *installed]))
        return
    action, tool, *files = sys.argv[1:]
    logging.disable(logging.CRITICAL)
    pages = [json.loads(line) for file in files for line in Path(file).read_text("utf-8").split("\n") if line]
    extract = TOOLS[tool]()
    if action == "time":
        print(json.dumps(timed(extract, [page["html"] for page in pages], 1 if tool in SLOW else PASSES)))
        return
    for page in pages:
        text = attempt(extract, page["html"])
        print(json.dumps({"id": page["id"], "text": text or "", "failed": text is None}))


def timed(extract: Extract, pages: list[str], passes: int) -> dict[str, float]:
    for page in pages[:WARM_UP]:
        attempt(extract, page)
    start, start_wall = time.process_time(), time.perf_counter()
    for _ in range(passes):
        failed = sum(attempt(extract, page) is None for page in pages)
    seconds, wall = time.process_time() - start, time.perf_counter() - start_wall
    size = sum(len(page.encode()) for page in pages)
    return {"seconds": seconds / passes, "wall_seconds": wall / passes, "bytes": size, "pages": len(pages),
            "failed": failed}


def attempt(extract: Extract, html: str) -> str | None:
    """The text, or None when the peer raises."""
    try:
        return extract(html)
    except Exception:
        return None


if __name__ == "__main__":
    main()
