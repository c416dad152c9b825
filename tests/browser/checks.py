"""What every page must pass: axe-core without a violation, and no sideways scroll."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["cat.color"]
"""What differs between light and dark."""


def violations(page: Any, tags: Sequence[str] = TAGS) -> list[str]:
    """Return axe-core's violations as `rule: selector`, the empty list when there are none."""
    from axe_core_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(tags)}})
    assert found["passes"], "axe checked nothing"
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
