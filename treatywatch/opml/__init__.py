"""Lists of feeds as other programs keep them (OPML 2.0, http://opml.org/spec2.opml)."""
