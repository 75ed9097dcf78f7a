"""The HTTP faces: the API of API.md, the OpenAI and MCP doors, and the pages. Handlers carry no rules of their own."""
