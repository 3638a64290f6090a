"""The vocabulary: frozen records that the rooms hand to each other. No room's logic stands here."""
