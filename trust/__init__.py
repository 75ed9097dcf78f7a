"""Who may know what. The lowest floor: it imports nothing of ours."""
