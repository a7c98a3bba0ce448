"""What a game is: immutable, validated at construction, mathematics only."""
