"""Walks over many documents: an ordinary Scrapy spider whose every request goes through our own fetcher."""
