import { factorStatements } from '#platform/auth/factor-statements.ts';

export const factors = factorStatements('customers', 'earshot_portal_door');
