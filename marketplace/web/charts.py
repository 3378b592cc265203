"""Charts as SVG in one house style: labels in Chinese, colours that the colour-blind tell apart, no script.

A chart is a picture of a table that stands beside it, so it holds no number that the table lacks. Each is an answer of
its own, which a page shows as an image; the style inside belongs to the picture and not to the page. A phone gets one
that is drawn narrow.
"""

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pygal
from flask import Response
from pygal.style import Style

# the library puts a finder of its extra maps, written for an older Python, in the way of every import that fails
sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]

_ROW: Final = 30
_EDGE: Final = 52
_SIZES: Final = {False: (960, 360), True: (400, 280)}
"""Width, and the height of standing bars: of a wide picture, and of a narrow one."""
_WIDER: Final = 6
"""So much wider a Chinese character is than a Latin one."""
_FEW: Final = 6
"""Fewer standing bars do not fill the width of their picture."""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_FONTS: Final = (
    "system-ui, 'Segoe UI', 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', "
    "sans-serif"
)
_INK: Final = "#1d2430"
_LINE: Final = "#dde1e6"
_STYLE: Final = Style(
    background="#ffffff",
    plot_background="#ffffff",
    foreground=_INK,
    foreground_strong=_INK,
    foreground_subtle=_LINE,
    guide_stroke_color=_LINE,
    major_guide_stroke_color=_LINE,
    guide_stroke_dasharray="none",
    major_guide_stroke_dasharray="none",
    opacity="1",
    opacity_hover="1",
    transition="none",
    # dark blue and light orange differ in brightness too, so they do on grey paper and to every eye
    colors=("#0b5394", "#f1b45b"),
    font_family=_FONTS,
    label_font_size=14,
    major_label_font_size=14,
    value_font_size=13,
    value_colors=(_INK, _INK),
    legend_font_size=14,
)
_NOT_DRAWN: Final = re.compile(rb"<script.*?</script>|<!--.*?-->", re.DOTALL)
_NUMBERS_BEHIND_BARS: Final = "inline:.text-overlay .value{text-anchor:start}"


@dataclass(frozen=True, slots=True)
class Series:
    """Bars of one colour: what they are called and a number for each label; `None` where there is none to show."""

    name: str
    values: Sequence[int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A chart: its labels, one or two series, how a number is written, and whether the bars lie or stand."""

    labels: Sequence[str]
    series: Sequence[Series]
    write: Callable[[int], str]
    are_lying: bool = True

    @property
    def height(self) -> int:
        """How high the wide picture is."""
        return self.height_of(is_narrow=False)

    @property
    def narrow_height(self) -> int:
        """How high the narrow picture is."""
        return self.height_of(is_narrow=True)

    def height_of(self, *, is_narrow: bool) -> int:
        """Tell how high a picture is, so that a page keeps its place."""
        if not self.are_lying:
            return _SIZES[is_narrow][1]
        return _EDGE + _ROW * max(1, len(self.labels)) * max(1, len(self.series))

    def draw(self, *, is_narrow: bool) -> bytes:
        """Draw the chart: lying bars for names, which are long, with their numbers; standing ones for months."""
        chart = self._lying(is_narrow=is_narrow) if self.are_lying else self._standing(is_narrow=is_narrow)
        for each in self.series:
            chart.add(each.name, [*reversed(each.values)] if self.are_lying else [*each.values])
        return _NOT_DRAWN.sub(b"", chart.render())

    def _lying(self, *, is_narrow: bool) -> Any:
        return pygal.HorizontalBar(
            **self._told(is_narrow=is_narrow),
            x_labels=[*reversed(self.labels)],  # the first is drawn lowest
            css=("file://style.css", "file://graph.css", _NUMBERS_BEHIND_BARS),
            print_values=True,
            print_values_position="top",
            margin_right=70 if is_narrow else 100,
            # the library takes every character to be as narrow as a Latin one
            margin_left=8 + _WIDER * max((_wide_characters(label) for label in self.labels), default=0),
            show_x_labels=False,  # lying bars call what they measure x
            show_x_guides=False,
            show_y_guides=False,
        )

    def _standing(self, *, is_narrow: bool) -> Any:
        edge = _SIZES[is_narrow][0] * max(0, _FEW - len(self.labels)) // (2 * _FEW + 2)  # no bar as wide as a page
        told = self._told(is_narrow=is_narrow) | ({"margin_left": edge, "margin_right": edge} if edge else {})
        return pygal.Bar(**told, x_labels=[*self.labels], max_scale=6, value_formatter=self._write)

    def _write(self, value: Any) -> str:
        return self.write(int(value))

    def _told(self, *, is_narrow: bool) -> dict[str, Any]:
        return {
            "style": _STYLE,
            "js": (),
            "no_prefix": True,
            "width": _SIZES[is_narrow][0],
            "height": self.height_of(is_narrow=is_narrow),
            "formatter": self._write,
            "show_legend": len(self.series) > 1,
            "legend_at_bottom": True,
            "legend_at_bottom_columns": 2,
            "legend_box_size": 12,
            "margin": 8,
            "spacing": 8,
            "truncate_label": -1,
            "truncate_legend": -1,
            "no_data_text": "–",
        }


def send(chart: Bars, *, is_narrow: bool, kept: str) -> Response:
    """Answer with a chart; `kept` says for how long, and by whom, it may be shown again."""
    answer = Response(chart.draw(is_narrow=is_narrow), mimetype="image/svg+xml")
    answer.headers["Content-Security-Policy"] = _POLICY
    answer.headers["Cache-Control"] = kept
    return answer


def _wide_characters(label: str) -> int:
    return sum(not each.isascii() for each in label)
