"""Measurements, one file each. Imported by nobody."""
