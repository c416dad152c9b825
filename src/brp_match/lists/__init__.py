"""Lists of persons checked against the register before they are used: the engine of `link`, other questions."""
