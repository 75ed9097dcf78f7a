"""What is taught and how it is judged: pure rules, no input or output."""
