"""Outlets whose pages mislead the general way of reading; each rule was checked against a recorded page."""
