"""Which language a text is in, by its script and its commonest words.

A table of some forty languages does for whole articles what a library of trained models does, and costs no dependency.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

SAMPLE = 4_000
"""Characters that are looked at."""
COMMON = 0.08
"""Share of a text's words that must be a language's commonest."""
FEWEST = 3
"""And so many at least."""

_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
)
"""Of one language among ours; Japanese first, as it has Chinese characters as well."""
SHARE = 0.15
"""Of a text's letters that a script must have."""
_WORDS = """
en: the of and to in that is for on with was by as it from at has said
de: der die und das in zu den mit von ist nicht auf für eine dass sich im auch
fr: le la les des et en du une est que pour dans qui sur pas au par avec
es: el la los de que en las del por con una para se como más su al fue
pt: o os da do que em das dos uma para com não por como mais ao foi
it: il di che la del della per non una con sono gli nel alla anche più dei
nl: de het een van en dat niet op te zijn voor met aan ook door bij
pl: w na się z że do nie jest przez jak po oraz są od ale za
cs: na se že je s v pro jsou ale jako by podle od byl který
sk: na sa že je s v pre sú ale ako by podľa od bol ktorý
hu: a az és hogy nem egy is meg volt már csak de ezt
ro: și în a la că pe nu cu din care este pentru mai sunt
tr: ve bir bu için ile da de olarak olan daha sonra çok en
sv: och att det som på är en för av med inte till har den
da: og at det som på er en for af med ikke til har den der
no: og at det som på er en for av med ikke til har den seg
fi: ja on että ei se oli myös mutta kun hän joka ovat sekä
et: ja on et ei see oli ka kui ning aga selle mis
lt: ir kad yra su iš tai į bet buvo apie jis nuo
lv: un ka ir ar no tas par bet bija kas arī pēc
is: og að í sem er á við um en ekki til var hann
id: yang dan di dengan untuk ini dari pada dalam tidak itu akan
sw: na ya wa kwa katika ni la za cha hiyo kuwa alisema
ru: и в не на что с по это как его из для также от был
uk: і в не на що з та у це як його від для також було
be: і ў не на што з па гэта як яго ад для таксама было
bg: и в не на че с за от се да това като ще са беше
sr: и у је да на се за су од са као није који
ar: في من على إلى أن التي عن مع هذا ما الذي كان
fa: در به از که این را با است برای آن می های
ur: کے کی میں ہے اور سے کا کو نے پر یہ کہ
"""
_COMMON = {line.partition(": ")[0]: frozenset(line.partition(": ")[2].split()) for line in _WORDS.strip().split("\n")}
_WORD = re.compile(r"[^\W\d_]+")


def tongue(text: str, among: Collection[str] = ()) -> str | None:
    """ISO 639-1 of the language of `text`, one of `among` where that is given; None where it can't be told."""
    sample = text[:SAMPLE].casefold()
    letters = sum(map(len, _WORD.findall(sample)))
    script = next((code for code, script in _SCRIPTS if len(script.findall(sample)) > SHARE * letters), None)
    if script:
        return script if not among or script in among else None
    words = _WORD.findall(sample)
    counts = {
        code: sum(word in common for word in words) for code, common in _COMMON.items() if not among or code in among
    }
    best = max(counts, key=counts.__getitem__, default=None)
    return best if best and counts[best] >= max(FEWEST, COMMON * len(words)) else None
