"""What a message may ask to be made: each maker knows whether it does, which tool makes it, and how it is told."""

from __future__ import annotations

from agent import comments, exercises, lessons, matching, tasks

MAKERS = {maker.TOOL: maker for maker in (lessons, tasks, exercises, matching, comments)}
