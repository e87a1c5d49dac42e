"""Pages of matched articles are looked at again: has the outlet changed them, or taken them away?"""
