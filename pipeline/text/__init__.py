"""Reading of plain text: sentences, words, names, numbers, dates, who says what. No model, exact offsets."""
