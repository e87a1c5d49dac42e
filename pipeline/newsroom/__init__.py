"""The conventions of newsrooms: datelines, by-lines, labels of opinion."""
