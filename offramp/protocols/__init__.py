"""Each site's signed protocol: its versions, and what it answers at the scene."""
