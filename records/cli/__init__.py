"""The commands of `python -m records`, one file per noun."""
