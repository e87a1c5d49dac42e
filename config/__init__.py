"""The files operators tune, as shipped: defaults and examples. No code."""
