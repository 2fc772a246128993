-- A simulation orders what is equally needed as the night does: by the same propensities, and by none while they are switched off.
GRANT EXECUTE ON FUNCTION advice.propensities_now(integer) TO earshot_run_rules;
