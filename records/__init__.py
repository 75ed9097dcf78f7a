"""The relational store: people, labels, documents, passages, threads, audit. Every read of data takes a Principal."""
