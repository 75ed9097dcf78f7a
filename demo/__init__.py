"""The sample school: our own writing about invented companies and people, and the script that makes its files."""
