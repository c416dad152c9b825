"""What every page must pass: axe-core without a violation, and no sideways scroll."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


SCRIPT = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
"""The newest axe-core, from npm, as `.ci/run` installs it: `npm install --no-save --no-package-lock axe-core@4.14.1`."""


@cache
def axe_script() -> str:
    """Return the text of axe-core: npm's where it was installed, else that of a package, some versions older."""
    if SCRIPT.is_file():
        return SCRIPT.read_text(encoding="utf-8")
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def violations(page: Any, rules: Sequence[str] = ()) -> list[str]:
    """Return axe-core's violations as `rule: selector`, the empty list when there are none; of `rules` alone when given."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe_script())
    options = {
        "runOnly": {"type": "rule", "values": list(rules)}
        if rules
        else {"type": "tag", "values": TAGS},
        "resultTypes": ["violations"],
        # nothing is fetched: the only rule that reads style sheets is about turning a phone
        "preload": False,
    }
    # of what passes only how many rules: the page sends no more than is looked at
    found = page.evaluate(
        """async options => {
          const found = await axe.run(document, options);
          return {violations: found.violations, passes: found.passes.length};
        }""",
        options,
    )
    assert found["passes"] or rules, "axe checked nothing"
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def too_wide(page: Any) -> list[str]:
    """Return what sticks out of the window sideways."""
    return page.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= wide) return [];
          return [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > wide + 1)
            .map(e => e.tagName + '.' + e.className + ' ' + e.getBoundingClientRect().right);
        }"""
    )


def small_targets(page: Any) -> list[str]:
    """Return controls under 24 by 24 CSS pixels (WCAG 2.5.8); links inside a sentence may be."""
    return page.evaluate(
        """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary')]
          .filter(e => e.checkVisibility() && !(e.matches('a') && e.closest('p, li:not(nav li), dd')))
          .filter(e => !e.matches('.skip-link'))
          .map(e => [e, e.getBoundingClientRect()])
          .filter(([e, r]) => r.width < 24 || r.height < 24)
          .map(([e, r]) => e.tagName + ' ' + e.textContent.trim() + ' ' + r.width + 'x' + r.height)"""
    )
