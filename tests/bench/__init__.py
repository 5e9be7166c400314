"""How fast it is with 53,000 referrals at one site. `./run bench`; OFFRAMP_TEST_DB=postgres for the other database."""
