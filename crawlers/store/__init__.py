"""What the crawl remembers: sources, the ledger of polls, entries seen, pages still to fetch, hosts, robots.txt."""
