"""`outlets try`: where a site lists its articles, what would come of that, and the words for outlets.yaml."""
