"""How the page looks, and the few lines that choose its language. Nothing comes from elsewhere."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

__all__ = ["POLICY", "SCRIPT", "STYLE"]

_LIGHT = (
    "0f62a8",
    "a8480f",
    "0c7357",
    "8a3a9c",
    "946200",
    "b02a4e",
    "3d54c4",
    "4d7310",
    "0b7189",
    "7a4b2a",
    "9a3412",
    "5b5f6b",
)
_DARK = (
    "6cb4f5",
    "f79a5b",
    "4fd1a5",
    "d79bec",
    "e8bd4a",
    "f58fac",
    "9fb0ff",
    "a9d35a",
    "5fd0e6",
    "d9a780",
    "fb8f6a",
    "b4b9c6",
)
"""Colours of folders; each has a contrast of at least 4.5 to the page."""

_COLOURS = """
:root{color-scheme:light dark;--page:#fbfbfa;--card:#fff;--ink:#1d1f24;--soft:#565b66;--rule:#e1e2e6;--link:#0b57b5;
--good:#0a6b3d;--good-back:#e6f5ec;--warn:#8a4700;--warn-back:#fdf0dd;--info-back:#eceef2;--line:#8b90a0;--focus:#0b57b5}
@media (prefers-color-scheme:dark){:root{--page:#16181d;--card:#1e2127;--ink:#e8eaee;--soft:#a9afbc;--rule:#343841;
--link:#8ec3ff;--good:#7fdca8;--good-back:#17352a;--warn:#ffc078;--warn-back:#3d2b14;--info-back:#2c3038;--line:#7c8294;
--focus:#8ec3ff}}
"""
_TEXT = """
*{box-sizing:border-box}
html{font:16px/1.6 system-ui,-apple-system,"Segoe UI","Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",
"Noto Sans CJK KR",sans-serif;background:var(--page);color:var(--ink);
-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0 auto;max-width:60rem;padding:1.25rem 1rem 4rem;overflow-wrap:anywhere;word-break:keep-all}
body:has(#ko:checked) [lang=en]:not(.stays),body:not(:has(#ko:checked)) [lang=ko]:not(.stays){display:none}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:3px}
main:focus-visible{outline:none}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem 1rem;z-index:1}
h1{font-size:1.75rem;line-height:1.25;margin:0;letter-spacing:-.01em}
h2{font-size:1.3rem;line-height:1.3;margin:0 0 .75rem;letter-spacing:-.01em}
h3{font-size:1rem;margin:1.25rem 0 .25rem}
p{margin:.25rem 0 .75rem}
code,.path,.code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono CJK KR",monospace;
font-size:.86em}
ul{margin:.25rem 0;padding-left:1.25rem}
li{margin:.15rem 0}
"""
_PARTS = """
header{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;justify-content:space-between;align-items:flex-start}
header p{color:var(--soft);margin:.25rem 0 0}
fieldset{border:1px solid var(--rule);border-radius:999px;padding:.15rem .3rem;margin:0;display:flex;
background:var(--card)}
legend,.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
fieldset input{position:absolute;opacity:0;width:1px;height:1px}
fieldset label{padding:.2rem .8rem;border-radius:999px;cursor:pointer;font-size:.9rem;color:var(--soft)}
fieldset input:checked+label{background:var(--ink);color:var(--page)}
fieldset input:focus-visible+label{outline:3px solid var(--focus);outline-offset:2px}
nav{margin:1.25rem 0 0}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;padding:0;font-size:.95rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem;margin:1.25rem 0;padding:0;
list-style:none}
.tiles li{background:var(--card);border:1px solid var(--rule);border-radius:12px;padding:.75rem 1rem;margin:0;
line-height:1.3}
.tiles b{display:block;font-size:1.6rem;letter-spacing:-.02em;font-weight:650}
.tiles span{color:var(--soft);font-size:.9rem}
.state{border-radius:10px;padding:.6rem 1rem;margin:1rem 0 0;background:var(--good-back);color:var(--good);
font-weight:600}
.state.finding{background:var(--warn-back);color:var(--warn)}
section{background:var(--card);border:1px solid var(--rule);border-radius:14px;padding:1.25rem;margin:1.25rem 0;
scroll-margin-top:1rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:0 2.5rem}
.good{color:var(--good)}
table{border-collapse:collapse;width:100%;margin:.25rem 0 1rem;font-size:.95rem}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{text-align:left;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--rule);vertical-align:baseline;
font-weight:400}
thead th{color:var(--soft);font-size:.85rem}
.n{white-space:nowrap;text-align:right;padding-right:0;padding-left:.75rem;font-variant-numeric:tabular-nums}
thead .n{white-space:normal;overflow-wrap:normal}
details{border-top:1px solid var(--rule);padding:.15rem 0}
section>details:last-child{margin-bottom:-.5rem}
summary{cursor:pointer;padding:.5rem .25rem;border-radius:6px}
summary:hover{background:var(--info-back)}
.code{color:var(--soft)}
.meaning{font-weight:550}
.how-many,.times,.more{color:var(--soft);font-size:.9rem;white-space:nowrap}
.tag,.type{display:inline-block;border-radius:999px;padding:0 .6rem;font-size:.8rem;line-height:1.6;
background:var(--info-back);color:var(--ink)}
.tag.finding{background:var(--warn-back);color:var(--warn)}
.issues{list-style:none;padding:0 0 0 .9rem;border-left:3px solid var(--rule);margin:.25rem 0 .5rem .35rem}
.issues li{margin:.45rem 0;line-height:1.45}
.message{display:block;color:var(--soft);font-size:.92rem}
.bar{width:100%;min-width:3rem;height:.5rem}
.bar rect{fill:var(--link)}
footer{color:var(--soft);font-size:.9rem}
"""
_GRAPH = """
figure{margin:0 0 1rem}
figcaption{color:var(--soft);font-size:.92rem}
.picture{background:var(--page);border:1px solid var(--rule);border-radius:10px;padding:.5rem;margin-bottom:.5rem}
.graph{display:block;width:100%;height:auto;max-height:40rem}
.graph text{fill:var(--ink);text-anchor:middle;paint-order:stroke;stroke:var(--page);stroke-linejoin:round}
.graph .folder-name{font-weight:600}
.graph rect,.graph circle{stroke:var(--page);stroke-width:1.5}
.graph .folder{fill:var(--info-back);fill-opacity:.55;stroke:none}
.line{fill:none;stroke:var(--line);stroke-opacity:.4}
.band{fill:none;stroke:var(--line);stroke-opacity:.28;stroke-linecap:round}
.dots{fill:none;stroke-linecap:round}
.swatch{display:inline-block;width:.8em;height:.8em;border-radius:50%;margin-right:.5em;background:currentColor}
"""
_NARROW = """
@media (max-width:34rem){html{font-size:15px}section{padding:1rem .85rem}.tiles{grid-template-columns:1fr 1fr}
.tiles b{font-size:1.3rem}.graph .folder-name tspan+tspan{display:none}
.graph .key{font-size:2em}
.graph .note-name{font-size:2em}.graph .note-name:nth-of-type(n+7){display:none}th,td{padding-right:.4rem}
.n{padding-left:.4rem}}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
@media print{body{max-width:none;padding:0}section,.tiles li{break-inside:avoid-page;border-color:#bbb}
nav,fieldset,.skip{display:none}
a{color:inherit}}
"""


def _folders() -> str:
    """The colours of folders, in the picture and beside their names."""
    light = "".join(f"--g{at}:#{colour};" for at, colour in enumerate(_LIGHT))
    dark = "".join(f"--g{at}:#{colour};" for at, colour in enumerate(_DARK))
    rules = "".join(
        f".graph .g{at}{{fill:var(--g{at})}}.graph .dots.g{at}{{fill:none;stroke:var(--g{at})}}"
        f".swatch.g{at}{{color:var(--g{at})}}"
        for at in range(len(_LIGHT))
    )
    return f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{rules}\n"


STYLE = _COLOURS + _TEXT + _PARTS + _GRAPH + _folders() + _NARROW
"""The style sheet."""
SCRIPT = (
    "const ko=document.getElementById('ko'),en=document.getElementById('en');"
    "const say=()=>{document.documentElement.lang=ko.checked?'ko':'en';"
    "document.title=ko.checked?document.documentElement.dataset.ko:document.documentElement.dataset.en};"
    "for(const one of [ko,en])one.addEventListener('change',say);"
    "if((navigator.language||'').toLowerCase().startsWith('ko'))ko.checked=true;say()"
)
"""Takes the language of the browser first; without it the two buttons still work."""


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


POLICY = (
    f"default-src 'none'; style-src {_hash(STYLE)}; script-src {_hash(SCRIPT)}; base-uri 'none'; form-action 'none'"
)
"""What a browser lets the page do: use its own style and script, and nothing else; above all, load nothing."""
