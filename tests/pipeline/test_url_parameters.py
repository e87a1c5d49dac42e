from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.urls import url_key

if TYPE_CHECKING:
    from random import Random

VALUES = st.text("0123456789abcXYZ-_.~", min_size=1, max_size=6)

TRACKING = [
    "utm_source=rss",
    "UTM_Source=rss",
    "utm_id=1",
    "itm_medium=a",
    "mtm_campaign=a",
    "pk_kwd=a",
    "piwik_campaign=a",
    "hsa_acc=1",
    "fbclid=1",
    "gclid=2",
    "dclid=1",
    "gbraid=1",
    "wbraid=1",
    "yclid=3",
    "ysclid=4",
    "ymclid=1",
    "msclkid=1",
    "twclid=1",
    "ttclid=1",
    "igshid=5",
    "igsh=1",
    "li_fat_id=1",
    "srsltid=1",
    "irclickid=1",
    "gclsrc=aw",
    "gad_source=1",
    "_ga=1",
    "_gl=1",
    "mc_cid=1",
    "mc_eid=1",
    "mkt_tok=1",
    "_hsenc=1",
    "_hsmi=1",
    "__hstc=1",
    "__hssc=1",
    "__hsfp=1",
    "hsCtaTracking=1",
    "vero_id=1",
    "oly_anon_id=1",
    "_openstat=1",
    "_kx=1",
    "_branch_match_id=1",
    "fb_action_ids=1",
    "fb_ref=1",
    "at_medium=RSS",
    "at_campaign=KARANGA",
    "at_bbc_team=editorial",
    "at_ptr_name=x",
    "ns_mchannel=rss",
    "ns_campaign=1490",
    "wt_mc=rss",
    "wt_zmc=x",
    "WT.mc_id=rss",
    "cmpid=rss",
    "CMP=share",
    "xtor=RSS-1",
    "s_cid=rss",
    "ftag=CAD590a51e",
    "ocid=x",
    "smid=tw-share",
    "emc=rss",
    "partner=rss",
    "cid=rss",
    "ncid=rss",
    "rref=world",
    "ref_src=twsrc",
    "ito=1490",
    "mbid=rss",
    "spm=1",
    "soc_src=x",
    "guccounter=1",
    "ref=rss",
    "ref=homepage",
    "ref=twitter",
    "source=newsletter",
    "from=rss",
    "src=rss",
    "via=twitter",
    "feed=rss",
    "_r=1",
    "__twitter_impression=true",
    "PHPSESSID=0a1b",
]


@pytest.mark.parametrize("pair", TRACKING)
def test_how_a_reader_came_is_no_part_of_the_key(pair: str) -> None:
    assert url_key(f"https://example.org/a?id=7&{pair}") == "example.org/a?id=7"


KEPT = [
    "id",
    "p",
    "story",
    "page",
    "article",
    "aid",
    "newsid",
    "nid",
    "sid",
    "cid",
    "tid",
    "pid",
    "post",
    "item",
    "doc",
    "n",
    "v",
    "q",
    "t",
    "lang",
    "date",
    "year",
    "archive",
    "view",
    "ref_id",
    "source_id",
    "utm",
    "at",
    "ns_id",
    "pk_id",
    "mc_id",
    "hs",
    "amp_id",
    "fromage",
    "gid",
    "ids",
]


@pytest.mark.parametrize("name", KEPT)
@given(one=VALUES, other=VALUES)
def test_two_ids_are_never_one_address(name: str, one: str, other: str) -> None:
    keys = {url_key(f"https://example.org/a?{name}={value}") for value in (one, other)}
    assert len(keys) == len({one, other})


@given(st.lists(st.tuples(st.sampled_from(KEPT), VALUES), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_a_query_does_not_matter(pairs: list[tuple[str, str]], chance: Random) -> None:
    query = [f"{name}={value}" for name, value in pairs]
    shuffled = chance.sample([*query, "utm_source=rss"], len(query) + 1)
    assert url_key(f"https://example.org/a?{'&'.join(shuffled)}") == url_key(f"https://example.org/a?{'&'.join(query)}")
