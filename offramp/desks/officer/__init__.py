"""The officer's desk: the offer at the scene, what can wait until the end of the shift, and the receipts."""
